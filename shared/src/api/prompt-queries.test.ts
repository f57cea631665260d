import { describe, expect, it } from 'vitest'
import { LIMITS } from '../protocol/limits.js'
import { MovePromptsInput, PromptSelection, SelectPromptsInput } from './prompt-selections.js'
import { FoundPrompt, PromptSearchQuery } from './prompt-search.js'
import { PromptBranch, PromptTree, PromptTreeQuery } from './prompt-tree.js'
import { PromptFilter, PromptPage, PromptQuery } from './prompts.js'

const SET = '00000000-0000-4000-8000-000000000001'
const isFine = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

describe('a filter of prompts', () => {
  it('may be of text, of a branch, of both or of nothing', () => {
    for (const filter of [{}, { q: 'hello' }, { under: 'welcome.mail' }, { q: '', under: 'a' }]) {
      expect(PromptFilter.parse(filter)).toEqual(filter)
    }
  })

  it.each([
    ['a text without end', { q: 'x'.repeat(201) }],
    ['a branch that ends in a dot', { under: 'welcome.' }],
    ['a branch of nothing', { under: '' }],
    ['a branch by a name that every object has', { under: 'constructor' }],
    ['a mistyped name, which would find everything', { undr: 'welcome' }],
  ])('may not have %s', (_what, filter) => {
    expect(isFine(PromptFilter, filter)).toBe(false)
  })
})

describe('a page of prompts', () => {
  it('is asked for by numbers as an address has them, with a limit of its own', () => {
    expect(PromptQuery.parse({ limit: '20', cursor: 'a.b', under: 'a' })).toEqual({
      limit: 20,
      cursor: 'a.b',
      under: 'a',
    })
    expect([PromptQuery.parse({}).limit, PromptTreeQuery.parse({}).limit]).toEqual([100, 200])
    expect(['0', '501', '1.5', 'all'].filter((limit) => isFine(PromptQuery, { limit }))).toEqual([])
    expect(['0', '501', '1.5', 'all'].filter((limit) => isFine(PromptTreeQuery, { limit }))).toEqual([])
  })

  it('says how many there are and of which revision, also where it is empty', () => {
    const empty = { prompts: [], count: 0, revision: 1, next_cursor: null }
    expect(PromptPage.parse(empty)).toEqual(empty)
    expect(isFine(PromptPage, { ...empty, revision: 0 })).toBe(false)
    expect(isFine(PromptPage, { ...empty, count: undefined })).toBe(false)
  })
})

describe('a search through a project', () => {
  it('is asked for by a text of some length, and answers each prompt with its set', () => {
    expect(PromptSearchQuery.parse({ limit: '5' })).toEqual({ q: '', limit: 5 })
    expect(PromptSearchQuery.parse({ q: 'refund' })).toEqual({ q: 'refund', limit: 20 })
    expect(isFine(PromptSearchQuery, { q: 'x'.repeat(201) })).toBe(false)
    const prompt_set = { id: SET, name: 'Support', status: 'LIVE' }
    expect(isFine(FoundPrompt, { id: 'a.b', prompt_set, excerpt: '' })).toBe(true)
    expect(isFine(FoundPrompt, { id: 'a.b', prompt_set: { ...prompt_set, status: 'DONE' }, excerpt: '' })).toBe(false)
  })
})

describe('a tree of prompts', () => {
  it('has branches with their numbers, none of which is empty', () => {
    const branch = { id: 'welcome.mail', count: 2, has_branches: false }
    const tree = { count: 3, branches: [branch], next_cursor: 'welcome.mail' }
    expect(PromptTree.parse(tree)).toEqual(tree)
    expect(isFine(PromptBranch, { ...branch, count: 0 })).toBe(false)
    expect(isFine(PromptBranch, { ...branch, id: 'welcome..mail' })).toBe(false)
  })
})

describe('a selection of prompts', () => {
  it('is by names, or by a filter of which some may be left out', () => {
    expect(PromptSelection.parse({ ids: ['a', 'b.c'] })).toEqual({ ids: ['a', 'b.c'] })
    expect(PromptSelection.parse({ matching: { q: 'x' } })).toEqual({ matching: { q: 'x' }, except: [] })
    const most = { matching: {}, except: ['a'] }
    expect(SelectPromptsInput.parse({ select: most })).toEqual({ select: most })
  })

  it('may name as many as a prompt set holds, at least one, and no more', () => {
    const ids = Array.from({ length: LIMITS.promptsPerSet }, (_, at) => `p${at}`)
    expect(isFine(PromptSelection, { ids })).toBe(true)
    expect(isFine(PromptSelection, { ids: [...ids, 'more'] })).toBe(false)
    expect(isFine(PromptSelection, { ids: [] })).toBe(false)
    expect(isFine(PromptSelection, { matching: {}, except: [...ids, 'more'] })).toBe(false)
  })

  it('is moved to a prompt set that is named by its id', () => {
    const input = { select: { ids: ['a'] }, to_prompt_set_id: SET }
    expect(MovePromptsInput.parse(input)).toEqual(input)
    expect(isFine(MovePromptsInput, { ...input, to_prompt_set_id: 'greetings' })).toBe(false)
    expect(isFine(MovePromptsInput, { to_prompt_set_id: SET })).toBe(false)
    expect(isFine(MovePromptsInput, { ...input, copy: true })).toBe(false)
  })
})
