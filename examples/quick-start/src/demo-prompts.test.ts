import { expect, it } from 'vitest'
import { loadDemoPromptSets } from './demo-prompts.js'

const sets = await loadDemoPromptSets()
const all = sets.flatMap((set) => set.prompts)

it('brings two prompt sets with at least forty prompts, each id once', () => {
  expect(sets.map((set) => set.slug)).toEqual(['shared', 'support-desk'])
  expect(all.length).toBeGreaterThanOrEqual(40)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})

it('speaks many languages in many scripts', () => {
  const languages = new Set(all.map(({ prompt }) => prompt.metadata['language']))
  expect(languages.size).toBeGreaterThanOrEqual(12)
  const text = JSON.stringify(all)
  for (const script of ['Arabic', 'Hebrew', 'Devanagari', 'Han', 'Hiragana', 'Hangul', 'Greek', 'Cyrillic', 'Thai']) {
    expect(text).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
  }
})

it('declares with a type each variable that its example values name', () => {
  for (const { id, example, prompt } of all) {
    expect([id, Object.keys(example).filter((name) => !(name in prompt.variables))]).toEqual([id, []])
    const required = Object.keys(prompt.variables).filter((name) => prompt.variables[name]?.required)
    expect([id, required.filter((name) => !(name in example))]).toEqual([id, []])
  }
})
