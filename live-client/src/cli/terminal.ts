import type { Readable, Writable } from 'node:stream'

/** Where a person is asked: what they type comes from one stream, what they see goes to the other. */
export interface Terminal {
  input: Readable
  output: Writable
  /** Whether there is a person to ask. */
  isAttended: boolean
}

export function processTerminal(): Terminal {
  const { stdin, stderr } = process
  return { input: stdin, output: stderr, isAttended: stdin.isTTY && stderr.isTTY }
}
