import * as fc from 'fast-check'
import { Prompt, PromptSelection } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import {
  between,
  countSelected,
  EVERYTHING,
  isSelected,
  NOTHING,
  revisionSeen,
  toInput,
  withPrompts,
} from './selection.js'

const prompt = (id: string): Prompt =>
  Prompt.parse({
    id,
    prompt_set_id: '00000000-0000-4000-8000-000000000001',
    kind: 'text',
    template: 'Hi',
    delimiters: null,
    variables: {},
    metadata: {},
    revision: 1,
    etag: '"1"',
    created_at: '2026-11-21T10:00:00.000Z',
    updated_at: '2026-11-21T10:00:00.000Z',
    updated_by: null,
    problems: [],
  })
const LIST = ['a', 'b', 'c', 'd']
const selected = (selection: typeof NOTHING) => LIST.filter((id) => isSelected(selection, id))

describe('a selection', () => {
  it('begins with nothing, takes prompts and gives them back', () => {
    expect(selected(NOTHING)).toEqual([])
    const some = withPrompts(NOTHING, ['b', 'c'], true)
    expect([selected(some), countSelected(some, 4)]).toEqual([['b', 'c'], 2])
    expect(selected(withPrompts(some, ['b', 'a'], false))).toEqual(['c'])
    expect(selected(some)).toEqual(['b', 'c'])
  })

  it('may be everything but some, also of what is not loaded', () => {
    expect([selected(EVERYTHING), countSelected(EVERYTHING, 10_000)]).toEqual([LIST, 10_000])
    const most = withPrompts(EVERYTHING, ['a', 'd'], false)
    expect([selected(most), countSelected(most, 10_000)]).toEqual([['b', 'c'], 9_998])
    expect(selected(withPrompts(most, ['a'], true))).toEqual(['a', 'b', 'c'])
  })

  it('counts nothing below none, where prompts that were left out are gone', () => {
    expect(countSelected(withPrompts(EVERYTHING, ['a', 'b'], false), 1)).toBe(0)
  })

  it('is told to the API by names, or by the filter and what is left out', () => {
    const filter = { under: 'welcome' }
    const some = toInput(withPrompts(NOTHING, ['a'], true), filter)
    const most = toInput(withPrompts(EVERYTHING, ['a'], false), filter)
    expect(some).toEqual({ ids: ['a'] })
    expect(most).toEqual({ matching: filter, except: ['a'] })
    for (const input of [some, most]) expect(PromptSelection.parse(input)).toEqual(input)
  })
})

describe('the revision that a selection was seen in', () => {
  const page = (revision: number, ...ids: string[]) => ({ revision, prompts: ids.map((id) => prompt(id)) })
  const pages = [page(2, 'a', 'b'), page(5, 'c'), page(4, 'd')]

  it('is that of the pages on which the selected prompts stand', () => {
    const of = (...ids: string[]) => revisionSeen(withPrompts(NOTHING, ids, true), pages)
    expect([of('c'), of('d'), of('c', 'd'), of('c', 'b')]).toEqual([5, 4, 4, 2])
  })

  it('is the newest where a filter selects, whose number of prompts is that', () => {
    expect(revisionSeen(withPrompts(EVERYTHING, ['a'], false), pages)).toBe(5)
  })
})

describe('a range of a list', () => {
  it.each([
    ['down', 'b', 'd', ['b', 'c', 'd']],
    ['up', 'c', 'a', ['a', 'b', 'c']],
    ['of one', 'b', 'b', ['b']],
    ['from nowhere', undefined, 'c', ['c']],
    ['from what is gone', 'z', 'c', ['c']],
  ])('goes %s', (_how, from, to, expected) => {
    expect(between(LIST, from, to)).toEqual(expected)
  })
})

describe('any selection', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))
  const change = fc.record({ ids, isOn: fc.boolean() })
  const begun = fc.constantFrom(NOTHING, EVERYTHING)
  const list = ['a', 'b', 'c', 'd', 'e', 'f']

  it('has exactly what was last put into it, and counts that', () => {
    fc.assert(
      fc.property(begun, fc.array(change), (first, changes) => {
        const expected = new Set(first === EVERYTHING ? list : [])
        let selection = first
        for (const { ids: changed, isOn } of changes) {
          selection = withPrompts(selection, changed, isOn)
          for (const id of changed) {
            if (isOn) expected.add(id)
            else expected.delete(id)
          }
        }
        expect(list.filter((id) => isSelected(selection, id))).toEqual([...expected].sort())
        expect(countSelected(selection, list.length)).toBe(expected.size)
      }),
    )
  })

  it('is the same when it was told to the API and read there', () => {
    fc.assert(
      fc.property(begun, ids, (first, changed) => {
        const input = toInput(withPrompts(first, changed, first === NOTHING), {})
        const read =
          'ids' in input ? list.filter((id) => input.ids.includes(id)) : list.filter((id) => !input.except.includes(id))
        expect(read.length).toBe(countSelected(withPrompts(first, changed, first === NOTHING), list.length))
      }),
    )
  })

  it('of a range has both of its ends, and only what stands between them', () => {
    const end = fc.nat({ max: list.length - 1 })
    fc.assert(
      fc.property(end, end, (from, to) => {
        const range = between(list, list[from], list[to] ?? '')
        expect(range).toHaveLength(Math.abs(from - to) + 1)
        expect(range).toContain(list[from])
        expect(range).toContain(list[to])
      }),
    )
  })
})
