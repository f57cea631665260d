import { AnvilError } from '@anvil/shared'
import type { DemoClient } from './demo-client.js'
import type { ShownPrompt } from './shown-prompts.js'

/** A prompt as it came out: its text and where that came from, or why there is none. */
export interface Rendered {
  id: string
  title: string
  text: string
  source: string
  failed: boolean
}

/** Renders every prompt; one that can't be rendered says why in place of its text. */
export function renderShown(client: DemoClient, shown: readonly ShownPrompt[]): Rendered[] {
  return shown.map(({ id, title, variables }) => {
    try {
      const { text, version, sequence, digest, reason } = client.render(id, variables)
      const source = `version ${version ?? '–'} · sequence ${sequence ?? '–'} · ${digest?.slice(0, 12) ?? '–'} · ${reason}`
      return { id, title, text, source, failed: false }
    } catch (error) {
      if (!(error instanceof AnvilError)) throw error
      return { id, title, text: error.message, source: error.code, failed: true }
    }
  })
}

/** Names each shown prompt whose text is another one now, in one line for the log. */
export function changedLines(before: readonly Rendered[], after: readonly Rendered[]): string[] {
  const earlier = new Map(before.map((rendered) => [rendered.id, rendered]))
  return after
    .filter(({ id, text }) => earlier.get(id)?.text !== text)
    .map(({ id, text, source }) => `${id} (${source}): ${firstLine(text)}`)
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length === text.length ? line : `${line} …`
}
