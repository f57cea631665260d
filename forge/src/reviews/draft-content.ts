import { AnvilError, type Bundle, type BundledPrompt } from '@anvil/shared'
import { includesOf } from '@anvil/shared/template'

/** What a draft or a version says: its prompts, and the texts of other sets that they include. */
export type Content = Pick<Bundle, 'snapshot' | 'includes'>

/** The templates of a prompt: one, or one a message. */
export function templatesOf(prompt: BundledPrompt): string[] {
  return prompt.kind === 'text' ? [prompt.template] : prompt.messages.map((message) => message.template)
}

/** The ids that a prompt includes itself; none of a template that can't be read. */
export function includedIds(prompt: BundledPrompt): string[] {
  const ids = templatesOf(prompt).flatMap((template) => readableIncludes(template, prompt.delimiters))
  return [...new Set(ids)]
}

/** The ids that a template includes; none of one that can't be read. */
export function readableIncludes(template: string, delimiters: BundledPrompt['delimiters']): string[] {
  if (!template.includes('>')) return []
  try {
    return includesOf(template, delimiters)
  } catch (error) {
    if (error instanceof AnvilError) return []
    throw error
  }
}
