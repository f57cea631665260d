import { expect, it } from 'vitest'
import { editorsOf, sayEditors } from './say-editors.js'

const person = (name: string) => ({ id: `id of ${name}`, name })
const [ADA, BEN, CY, DEE] = ['Ada', 'Ben', 'Cy', 'Dee'].map(person)

it.each([
  [[], ''],
  [['Ada'], 'Ada is editing'],
  [['Ada', 'Ben'], 'Ada and Ben are editing'],
  [['Ada', 'Ben', 'Cy'], 'Ada, Ben and 1 more are editing'],
])('%j is said as %j', (names, words) => {
  expect(sayEditors(names.map(person))).toBe(words)
})

it('others are found by the prompt of the set that they edit, and never oneself', () => {
  const at = (prompt_set_id: string, prompt_id: string, who = ADA) => ({
    prompt_set_id,
    prompt_id,
    person: person(who?.name ?? ''),
  })
  const editing = [at('s', 'welcome', ADA), at('s', 'welcome', BEN), at('s', 'bye', CY), at('other', 'welcome', DEE)]
  expect(editorsOf(editing, 's', ADA?.id)).toEqual(
    new Map([
      ['welcome', [BEN]],
      ['bye', [CY]],
    ]),
  )
  expect(editorsOf(editing, 's', undefined).get('welcome')).toEqual([ADA, BEN])
})
