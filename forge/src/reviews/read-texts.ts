import type { BundledPrompt } from '@anvil/shared'
import { textAt } from './line-anchor.js'

/** The lines of what a prompt says, in one of its messages where it is a chat, and whether there is such a prompt. */
export type Texts = (promptId: string, message: number | null) => { hasPrompt: boolean; lines: string[] | undefined }

/** Reads the lines of texts that many comments are about, each text once. */
export function readTexts(promptOf: (id: string) => BundledPrompt | undefined): Texts {
  const read = new Map<string, ReturnType<Texts>>()
  return (promptId, message) => {
    const place = `${promptId} ${message}`
    const known = read.get(place)
    if (known) return known
    const prompt = promptOf(promptId)
    const found = { hasPrompt: prompt !== undefined, lines: textAt(prompt, message)?.split('\n') }
    read.set(place, found)
    return found
  }
}
