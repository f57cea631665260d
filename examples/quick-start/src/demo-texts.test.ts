import { includesOf, lintTemplate, renderTemplate } from '@anvil/shared/template'
import { expect, it } from 'vitest'
import { type DemoPrompt, loadDemoPromptSets } from './demo-prompts.js'

const all = (await loadDemoPromptSets()).flatMap((set) => set.prompts)

const textsOf = ({ prompt }: DemoPrompt): string[] =>
  prompt.kind === 'chat' ? prompt.messages.map((message) => message.template) : [prompt.template]

const includes = Object.fromEntries(
  all.flatMap(({ id, prompt }) =>
    prompt.kind === 'text'
      ? [[id, { template: prompt.template, delimiters: prompt.delimiters, variables: prompt.variables }]]
      : [],
  ),
)

function rendered(id: string): string {
  const found = all.find((demo) => demo.id === id)
  if (!found) throw new Error(`no demo prompt ${id}`)
  const { delimiters, variables } = found.prompt
  return textsOf(found)
    .map((text) => renderTemplate(text, found.example, { includes, delimiters, declared: variables }))
    .join('\n---\n')
}

it('has no text that the linter complains about', () => {
  for (const demo of all) {
    const { delimiters, variables } = demo.prompt
    const problems = lintTemplate(textsOf(demo).join('\n'), { delimiters, declared: variables, includes })
    expect([demo.id, problems]).toEqual([demo.id, []])
  }
})

it('renders every prompt with its example values, and leaves no tag behind', () => {
  for (const { id } of all) {
    expect([id, rendered(id)]).toEqual([id, expect.stringMatching(/\S/)])
    expect([id, rendered(id)]).not.toEqual([id, expect.stringContaining('{{>')])
  }
})

it('includes texts of the shared set in those of the support desk', () => {
  const desk = all.filter(({ id }) => !id.startsWith('shared.'))
  const including = desk.filter((demo) =>
    textsOf(demo).some((text) => includesOf(text, demo.prompt.delimiters).some((id) => id.startsWith('shared.'))),
  )
  expect(including.length).toBeGreaterThanOrEqual(10)
})

it('keeps braces in values and in texts with delimiters of their own', () => {
  expect(rendered('reply.order_status')).toContain('{{not a tag}} $& 50 %')
  expect(rendered('triage.classify')).toContain('where {{curly braces}} in the customer')
  expect(rendered('triage.classify')).toContain('{ "topic": "delivery", "confidence": 0.82')
  expect(rendered('triage.priority')).toContain('{{placeholders}}, {% tags %} and ${expressions}')
  expect(rendered('assistant.macro')).toContain('{{ticket.id}}, {{agent.first_name}}')
})

it('writes sections, inverted sections and lists of objects', () => {
  expect(rendered('reply.order_status')).toContain('- Parcel 1: out for delivery, expected on 2026-03-06\n')
  expect(rendered('reply.order_status')).toContain('- Parcel 2: in the warehouse\n')
  expect(rendered('reply.order_status')).not.toContain('Nothing has left the warehouse')
  expect(rendered('reply.refund')).toContain('Amount: 24.9 EUR. It arrives within 3 working days.')
  expect(rendered('triage.route')).toContain('Workshop: 10:00–16:00 (closed now)')
})
