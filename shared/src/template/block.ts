import { ownValue, type Frame } from './frame.js'
import type { Run } from './run.js'
import { writeNamed } from './write-named.js'

/** A compiled tag: writes what it renders to. */
export type Part = (run: Run, frame: Frame) => void

/** Compiled siblings: texts and, between each two, a tag. A variable without dots is its name alone. */
export type Block = readonly (string | Part)[]

/** Renders a block. */
export function renderBlock(block: Block, run: Run, frame: Frame): void {
  run.step(block.length)
  for (let at = 0; at < block.length; at += 2) {
    const text = block[at]
    if (typeof text === 'string') run.write(text)
    const tag = block[at + 1]
    if (typeof tag === 'string') {
      const value = ownValue(frame.value, tag)
      if (typeof value === 'string') run.write(value)
      else writeNamed(run, frame, tag)
    } else if (tag !== undefined) tag(run, frame)
  }
}
