import type { Bundle } from '@anvil/shared'
import { aBundle, aManifest, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { PromptTable } from './prompt-table.js'
import { tableChanges } from './table-changes.js'

const include = (template: string): Bundle['includes'] => ({
  tone: {
    template,
    delimiters: null,
    variables: {},
    from: { prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c', version: '1.0.0', sha256: '0'.repeat(64) },
  },
})

function table(texts: Record<string, string>, includes: Bundle['includes'] = {}): PromptTable {
  const snapshot = Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, textPrompt(text)]))
  const bundle = aBundle({ snapshot, includes })
  return new PromptTable(aManifest(), [{ sha256: JSON.stringify(bundle), bundle }])
}

describe('tableChanges', () => {
  it('lists what was added, changed and removed, sorted', () => {
    const before = table({ same: 'x', edited: '1', z: '', y: '' })
    const after = table({ same: 'x', edited: '2', b: '', a: '' })
    expect(tableChanges(before, after)).toEqual({ added: ['a', 'b'], changed: ['edited'], removed: ['y', 'z'] })
  })

  it('lists everything as added at first', () => {
    expect(tableChanges(undefined, table({ b: '', a: '' }))).toEqual({ added: ['a', 'b'], changed: [], removed: [] })
  })

  it('counts a prompt as changed whose include changed, and no other', () => {
    const texts = { 'with.include': '{{> tone}}', plain: 'a > b' }
    expect(tableChanges(table(texts, include('kind')), table(texts, include('brief'))).changed).toEqual([
      'with.include',
    ])
  })

  it('finds no change between tables of the same text', () => {
    expect(tableChanges(table({ a: 'x' }), table({ a: 'x' }))).toEqual({ added: [], changed: [], removed: [] })
  })
})
