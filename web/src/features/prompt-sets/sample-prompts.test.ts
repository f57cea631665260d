import { PutPromptsInput } from '@anvil/shared/api'
import { lintTemplate, renderTemplate } from '@anvil/shared/template'
import { expect, it } from 'vitest'
import { SAMPLE_PROMPTS } from './sample-prompts.js'

const { prompts } = PutPromptsInput.parse({ prompts: SAMPLE_PROMPTS })
const templateOf = (id: string): string => SAMPLE_PROMPTS[id]?.template ?? expect.fail(`There is no ${id}`)
const includes = Object.fromEntries(
  Object.entries(SAMPLE_PROMPTS).map(([id, { template }]) => [id, { template, delimiters: null, variables: {} }]),
)
const render = (id: string, values: Record<string, unknown>): string => {
  const declared = Object.fromEntries(
    Object.entries(prompts[id]?.variables ?? {}).map(([name, variable]) => [name, { ...variable, description: '' }]),
  )
  return renderTemplate(templateOf(id), values, { includes, declared })
}

it('has nothing that a check would complain of', () => {
  const ids = Object.keys(SAMPLE_PROMPTS)
  expect(ids.flatMap((id) => lintTemplate(templateOf(id), { includes }))).toEqual([])
})

it('shows a variable, a section, a list and an include', () => {
  expect(render('sample.greeting', { customer: 'Ada' })).toBe('Greet Ada by name, in one sentence.')
  expect(render('sample.greeting', { customer: 'Ada', returning: true })).toContain('thank them for coming back')
  const asked = { company: 'Engines', question: 'Where is it?' }
  expect(render('sample.reply', { ...asked, facts: ['It left on Monday.'] })).toContain('- It left on Monday.\n')
  expect(render('sample.reply', asked)).toContain('a colleague will look into it')
  expect(render('sample.reply', asked).startsWith('Write in plain, friendly English.')).toBe(true)
  expect(render('sample.summary', { conversation: '…' })).toContain('in 3 sentences at most')
})
