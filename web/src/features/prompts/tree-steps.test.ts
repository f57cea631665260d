import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWithin, lastWord, parentOf, type TreeLine, type TreeStep, treeStep } from './tree-steps.js'

const LINES: TreeLine[] = [
  { id: undefined, isOpen: undefined },
  { id: 'mail', isOpen: false },
  { id: 'welcome', isOpen: true },
  { id: 'welcome.mail', isOpen: false },
  { id: 'welcome.page', isOpen: undefined },
]

describe('the id of a branch', () => {
  it('is within itself and what begins it, dot by dot', () => {
    expect(isWithin('welcome', 'welcome')).toBe(true)
    expect(isWithin('welcome.mail.first', 'welcome')).toBe(true)
    expect(isWithin('welcomes', 'welcome')).toBe(false)
    expect(isWithin('welcome', 'welcome.mail')).toBe(false)
  })

  it('is called by its last word, below its parent', () => {
    expect([lastWord('welcome'), lastWord('welcome.mail')]).toEqual(['welcome', 'mail'])
    expect([parentOf('welcome'), parentOf('welcome.mail.first')]).toEqual([undefined, 'welcome.mail'])
  })
})

describe('the keys of a tree', () => {
  it.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 4, { to: 4 }],
    ['ArrowUp', 2, { to: 1 }],
    ['ArrowUp', 0, { to: 0 }],
    ['Home', 3, { to: 0 }],
    ['End', 1, { to: 4 }],
    ['ArrowRight', 1, { open: true }],
    ['ArrowRight', 2, { to: 3 }],
    ['ArrowRight', 4, undefined],
    ['ArrowRight', 0, undefined],
    ['ArrowLeft', 2, { open: false }],
    ['ArrowLeft', 4, { to: 2 }],
    ['ArrowLeft', 1, { to: 0 }],
    ['ArrowLeft', 0, undefined],
    ['Enter', 1, undefined],
    ['ArrowDown', -1, undefined],
  ] as const)('%s at line %i', (key, at, expected) => {
    expect(treeStep(key, LINES, at)).toEqual(expected)
  })

  it('wait for the branches of one that was opened, and go to no other', () => {
    const opened = [
      { id: 'mail', isOpen: true },
      { id: 'welcome', isOpen: false },
    ]
    expect(treeStep('ArrowRight', opened, 0)).toBeUndefined()
    expect(treeStep('ArrowRight', opened.slice(0, 1), 0)).toBeUndefined()
  })
})

describe('any tree', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'a-b')
  const anyId = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('.'))
  /** The lines of a tree of which all branches are open, as it is shown. */
  const anyTree = fc.array(anyId, { minLength: 1, maxLength: 20 }).map((ids): TreeLine[] => {
    const branches = new Set(ids.flatMap((id) => id.split('.').map((_, at, words) => words.slice(0, at + 1).join('.'))))
    const inOrder = [...branches].sort((one, other) => compare(one.split('.'), other.split('.')))
    const hasMore = (id: string) => inOrder.some((other) => parentOf(other) === id)
    const lines = inOrder.map((id) => ({ id, isOpen: hasMore(id) ? true : undefined }))
    return [{ id: undefined, isOpen: undefined }, ...lines]
  })

  it('is walked through from its first line to its last and back, line by line', () => {
    fc.assert(
      fc.property(anyTree, (lines) => {
        let at = 0
        for (const _ of lines) at = goneTo(treeStep('ArrowDown', lines, at), at)
        expect(at).toBe(lines.length - 1)
        expect(treeStep('End', lines, 0)).toEqual({ to: at })
        for (const _ of lines) at = goneTo(treeStep('ArrowUp', lines, at), at)
        expect(at).toBe(0)
      }),
    )
  })

  it('is left from any line to the first, through all that has it within', () => {
    fc.assert(
      fc.property(anyTree, fc.nat(), (lines, start) => {
        let at = start % lines.length
        const closed = lines.map((line) => ({ ...line, isOpen: line.isOpen && false }))
        while (at > 0) {
          const id = lines[at]?.id ?? ''
          const next = goneTo(treeStep('ArrowLeft', closed, at), at)
          expect(lines[next]?.id).toBe(parentOf(id))
          expect(lines[next]?.id === undefined || isWithin(id, lines[next].id)).toBe(true)
          at = next
        }
      }),
    )
  })

  it('is entered only where a branch has others, and comes to the first of them', () => {
    fc.assert(
      fc.property(anyTree, fc.nat(), (lines, start) => {
        const at = start % lines.length
        const step = treeStep('ArrowRight', lines, at)
        if (lines[at]?.isOpen === undefined) expect(step).toBeUndefined()
        else expect(parentOf(lines[goneTo(step, at)]?.id ?? '')).toBe(lines[at].id)
      }),
    )
  })
})

const goneTo = (step: TreeStep, at: number): number => (step && 'to' in step ? step.to : at)

function compare([one = '', ...ones]: string[], [other = '', ...others]: string[]): number {
  if (one !== other) return one < other ? -1 : 1
  return ones.length === 0 || others.length === 0 ? ones.length - others.length : compare(ones, others)
}
