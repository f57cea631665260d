import type { Prompt } from '@anvil/shared/api'

const SHOWN = 160

/** What a prompt begins with, in one line. */
export function firstWords(prompt: Prompt): string {
  const text = prompt.kind === 'text' ? prompt.template : (prompt.messages[0]?.template ?? '')
  const words = text
    .slice(0, 2 * SHOWN)
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (words === '') return 'Nothing is written yet'
  return words.length > SHOWN ? `${words.slice(0, SHOWN)} …` : words
}
