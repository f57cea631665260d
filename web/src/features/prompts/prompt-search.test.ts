import { describe, expect, it } from 'vitest'
import { PromptSearch } from './prompt-search.js'

describe('the address of a list of prompts', () => {
  it('says what is looked for and in which branch', () => {
    const search = { q: 'see you', under: 'farewell.short' }
    expect(PromptSearch.parse(search)).toEqual(search)
    expect(PromptSearch.parse({})).toEqual({})
  })

  it.each([
    ['a text that is too long', { q: 'x'.repeat(201), under: 'a' }, { under: 'a' }],
    ['a text that is none', { q: 7 }, {}],
    ['a branch that is none', { q: 'a', under: 'farewell..short' }, { q: 'a' }],
    ['what it does not know', { q: 'a', page: '7' }, { q: 'a' }],
  ])('leaves out %s, and shows the rest', (_what, search, expected) => {
    expect(PromptSearch.parse(search)).toEqual(expected)
  })
})
