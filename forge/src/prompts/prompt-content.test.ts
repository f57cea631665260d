import { LIMITS } from '@anvil/shared'
import { PromptInput } from '@anvil/shared/api'
import { requiredString, textPrompt } from '@anvil/shared/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentOf, isSame } from './prompt-content.js'

const input = (fields: object) => PromptInput.parse({ kind: 'text', template: '', ...fields })

describe('what a person wrote', () => {
  it('is filled up with what was left out', () => {
    expect(contentOf(input({ template: 'Hi {{name}}' }))).toEqual(textPrompt('Hi {{name}}', { name: requiredString }))
    expect(contentOf(input({ variables: { n: { type: 'number' } } })).variables).toEqual({
      n: { type: 'number', required: true, default: null, description: '' },
    })
  })

  it('keeps declarations that the person left out of an edit, as far as the text still uses them', () => {
    const n = { ...requiredString, type: 'number' as const }
    const before = textPrompt('{{n}} {{m}}', { n, m: requiredString })
    expect(contentOf(input({ template: '{{n}} {{k}}' }), before).variables).toEqual({ n, k: requiredString })
    expect(contentOf(input({ template: '{{n}}', variables: {} }), before).variables).toEqual({})
  })

  it('survives any text that is made of whole characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
        (template) => {
          expect(contentOf(input({ template, variables: {} }))).toMatchObject({ template })
        },
      ),
    )
  })

  it.each([
    ['an enum without values', { variables: { e: { type: 'enum' } } }],
    ['values of what is no enum', { variables: { s: { type: 'string', values: ['a'] } } }],
    ['a name that every object has', { variables: { constructor: {} } }],
    ['a type that there is not', { variables: { d: { type: 'date' } } }],
    ['one delimiter', { delimiters: ['<%'] }],
    ['messages in a text', { messages: [] }],
  ])('is refused with %s', (_name, fields) => {
    expect(PromptInput.safeParse({ kind: 'text', template: '', ...fields }).success).toBe(false)
  })

  it('is refused where one message of a chat is too long', () => {
    const messages = [
      { role: 'user', template: 'x' },
      { role: 'user', template: 'x'.repeat(LIMITS.templateCharacters + 1) },
    ]
    expect(() => contentOf(PromptInput.parse({ kind: 'chat', messages }))).toThrow(
      expect.objectContaining({ code: 'request.too_large' }),
    )
  })
})

describe('isSame', () => {
  it('looks at what is said, not at the order of names', () => {
    const one = { ...textPrompt('t'), metadata: { a: 1, b: 2 } }
    expect(isSame(one, { ...textPrompt('t'), metadata: { b: 2, a: 1 } })).toBe(true)
    expect(isSame(one, { ...textPrompt('t'), metadata: { a: 1, b: 3 } })).toBe(false)
    expect(isSame(one, { ...one, delimiters: ['<%', '%>'] })).toBe(false)
  })
})
