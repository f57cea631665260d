import type { BundledPrompt } from '@anvil/shared'

/** A prompt as one text to be read; the messages of a chat come one after the other, each below its role. */
export function promptText(prompt: BundledPrompt): string {
  if (prompt.kind === 'text') return prompt.template
  return prompt.messages.map(({ role, template }) => `[${role}]\n${template}`).join('\n\n')
}
