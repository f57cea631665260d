import type { BundledInclude, BundledPrompt, Variables } from '../protocol/documents.js'

/** What the rules judge: what a draft or a version says. */
export interface JudgedContent {
  readonly snapshot: Readonly<Record<string, BundledPrompt>>
  readonly includes: Readonly<Record<string, BundledInclude>>
}

/** A text of a prompt; only a template has lines that a person sees. */
export interface PolicyText {
  readonly prompt_id: string
  readonly text: string
  readonly message_index?: number
  readonly place: 'template' | 'variables' | 'metadata'
}

/** Every text of a content, those that it includes from other sets too: whatever instances would be given. */
export function policyTexts({ snapshot, includes }: JudgedContent): PolicyText[] {
  const own = Object.entries(snapshot).flatMap(([id, prompt]) => [
    ...templatesOf(id, prompt),
    ...besides(id, 'variables', saidOf(prompt.variables)),
    ...besides(id, 'metadata', prompt.metadata),
  ])
  const carried = Object.entries(includes).flatMap(([prompt_id, { template, variables }]): PolicyText[] => [
    { prompt_id, text: template, place: 'template' },
    ...besides(prompt_id, 'variables', saidOf(variables)),
  ])
  return [...own, ...carried]
}

/** The templates of a prompt. */
export function templatesOf(prompt_id: string, prompt: BundledPrompt): PolicyText[] {
  if (prompt.kind === 'text') return [{ prompt_id, text: prompt.template, place: 'template' }]
  return prompt.messages.map(({ template }, message_index) => {
    return { prompt_id, text: template, message_index, place: 'template' }
  })
}

function besides(prompt_id: string, place: 'variables' | 'metadata', value: unknown): PolicyText[] {
  const text = textsIn(value).join('\n')
  return text === '' ? [] : [{ prompt_id, text, place }]
}

/** What people wrote of variables; the words of the form they have are not theirs. */
function saidOf(variables: Variables): unknown {
  return Object.entries(variables).map(([name, variable]) => [
    name,
    variable.description,
    variable.default,
    variable.values,
  ])
}

/** All texts in a value, names of fields included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)])
}
