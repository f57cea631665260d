import { aBundle, aManifest, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { PromptTable } from './prompt-table.js'

const opened = (prompt_set: string, snapshot: Parameters<typeof aBundle>[0] = {}) => ({
  sha256: prompt_set.padEnd(64, '0'),
  bundle: aBundle({ prompt_set, ...snapshot }),
})
const one = opened('one', { snapshot: { a: textPrompt('A{{> b}}'), b: textPrompt('B') } })
const two = opened('two', { snapshot: { c: textPrompt('{{#open}}') } })

describe('the prompts of a manifest', () => {
  const table = new PromptTable(aManifest(), [one, two])

  it('are those of all its bundles, each with where it comes from', () => {
    expect([table.size, [...table.ids()]]).toEqual([3, ['a', 'b', 'c']])
    expect(table.find('c')?.source).toBe(two)
    expect(table.find('d')).toBeUndefined()
  })

  it('are compiled once, with the includes of their own bundle', () => {
    const entry = table.find('a')
    expect(entry?.compiled.render({})).toBe('AB')
    expect(entry?.compiled).toBe(entry?.compiled)
  })

  it('that can not be read hinder no other, and fail each time they are asked for', () => {
    const broken = table.find('c')
    for (const _ of [1, 2])
      expect(() => broken?.compiled.render({ open: true })).toThrow(
        expect.objectContaining({ code: 'template.syntax' }),
      )
    expect(table.find('b')?.compiled.render({})).toBe('B')
  })

  it('have one owner each', () => {
    const thief = opened('thief', { snapshot: { b: textPrompt('') } })
    expect(() => new PromptTable(aManifest(), [one, two, thief])).toThrow(
      expect.objectContaining({ code: 'bundle.duplicate_id', details: { id: 'b', prompt_sets: ['one', 'thief'] } }),
    )
  })
})
