import type { Frame } from './frame.js'
import { checkSize, type Run } from './run.js'

/** A compiled tag: renders itself to text. */
export type Part = (run: Run, frame: Frame) => string

/** Compiled siblings: the first text, then each part with the text after it. */
export interface Block {
  readonly first: string
  readonly parts: readonly Part[]
  readonly texts: readonly string[]
}

/** Renders a block. */
export function renderBlock({ first, parts, texts }: Block, run: Run, frame: Frame): string {
  run.step(parts.length + 1)
  let out = first
  let size = first.length
  for (let at = 0; at < parts.length; at += 1) {
    const piece = parts[at]?.(run, frame) ?? ''
    const text = texts[at] ?? ''
    size += piece.length + text.length
    checkSize(size)
    out += piece + text
  }
  return out
}
