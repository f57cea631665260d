import type { Readable } from 'node:stream'

/** Standard input: a terminal, where somebody can be asked, or a pipe. */
export type CliInput = Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown }

/** What the commands are given of the process they run in: results go to one output, messages to the other. */
export interface CliHost {
  env: Readonly<Record<string, string | undefined>>
  input: CliInput
  result: (text: string) => void
  message: (text: string) => void
  color: boolean
  /** Resolves when the process is asked to end. */
  asked: () => Promise<unknown>
}
