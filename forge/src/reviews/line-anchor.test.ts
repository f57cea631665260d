import { describe, expect, it } from 'vitest'
import { locateLines, replaceLines, textAt, withTextAt } from './line-anchor.js'

const locate = (text: string, lines: Parameters<typeof locateLines>[1]) => locateLines(text.split('\n'), lines)
const replace = (text: string, by: Parameters<typeof replaceLines>[1]) => replaceLines(text.split('\n'), by)

const TEXT = 'one\ntwo\nthree\ntwo and\nfive'

describe('quoted lines', () => {
  it.each([
    ['where they were', { from: 2, to: 3, quote: 'two\nthree' }, { from: 2, to: 3 }],
    ['where they moved to', { from: 4, to: 4, quote: 'five' }, { from: 5, to: 5 }],
    ['nowhere, when they changed', { from: 2, to: 2, quote: 'two!' }, undefined],
    ['nowhere, when only a part of them is there', { from: 4, to: 5, quote: 'five\nsix' }, undefined],
  ])('are found %s', (_, lines, found) => {
    expect(locate(TEXT, lines)).toEqual(found)
  })

  it('are where they were even if another place says the same, and nowhere where two others do', () => {
    expect(locate('a\nb\na', { from: 3, to: 3, quote: 'a' })).toEqual({ from: 3, to: 3 })
    expect(locate('a\nb\na', { from: 2, to: 2, quote: 'a' })).toBeUndefined()
  })
})

describe('lines', () => {
  it('are replaced together, by more or fewer, whatever the order', () => {
    const replaced = replace(TEXT, [
      { from: 1, to: 2, by: '1' },
      { from: 5, to: 5, by: 'five\nsix' },
      { from: 3, to: 3, by: '' },
    ])
    expect(replaced).toBe('1\n\ntwo and\nfive\nsix')
  })

  it('are not replaced twice', () => {
    const overlapping = [
      { from: 1, to: 2, by: 'x' },
      { from: 2, to: 3, by: 'y' },
    ]
    expect(replace(TEXT, overlapping)).toBeUndefined()
  })
})

describe('the text of a comment’s place', () => {
  const fields = { delimiters: null, variables: {}, metadata: {} }
  const text = { kind: 'text' as const, template: 'T', ...fields }
  const chat = { kind: 'chat' as const, messages: [{ role: 'user' as const, template: 'M' }], ...fields }

  it('is the template, or one message of a chat', () => {
    expect([textAt(text, null), textAt(chat, 0)]).toEqual(['T', 'M'])
    expect([textAt(text, 0), textAt(chat, null), textAt(chat, 1), textAt(undefined, null)]).toEqual(
      Array.from({ length: 4 }),
    )
  })

  it('is what a suggestion replaces', () => {
    expect(withTextAt(text, null, 'X')).toEqual({ ...text, template: 'X' })
    expect(withTextAt(chat, 0, 'X')).toEqual({ ...chat, messages: [{ role: 'user', template: 'X' }] })
  })
})
