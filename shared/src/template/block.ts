import type { Frame } from './frame.js'
import type { Run } from './run.js'

/** A compiled tag: writes what it renders to. */
export type Part = (run: Run, frame: Frame) => void

/** Compiled siblings: the first text, then each part with the text after it. */
export interface Block {
  readonly first: string
  readonly parts: readonly Part[]
  readonly texts: readonly string[]
}

/** Renders a block. */
export function renderBlock({ first, parts, texts }: Block, run: Run, frame: Frame): void {
  run.step(parts.length + 1)
  run.write(first)
  for (let at = 0; at < parts.length; at += 1) {
    parts[at]?.(run, frame)
    run.write(texts[at] ?? '')
  }
}
