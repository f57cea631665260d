import type { Ack } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared/errors'
import type { PromptTable } from '../prompts/prompt-table.js'

export type Source = 'cache' | 'bootstrap' | 'push' | 'pull' | 'sync' | 'file' | 'folder' | 'rollback'

/** A manifest as it came in, with whatever bundles came with it. Nothing of it is verified. */
export interface Arrived {
  envelope: Uint8Array
  source: Source
  /** FORGE's time in milliseconds when it sent this, if it told. */
  serverTime?: number | undefined
  /** Only says what it would do: everything is verified, nothing is activated or kept. */
  preview?: boolean
  /** Whether a person at this application asked for it, which a frozen one takes. */
  byPerson: boolean
  /** Bundles beside it, each read when it is needed. */
  beside: ReadonlyMap<string, () => Promise<Uint8Array>>
  /** The longest to wait before bundles are fetched, in milliseconds. */
  spreadMs: number
}

/** What became of a manifest. Without an ack there is nothing to tell FORGE: a newer one took its place. */
export interface Outcome {
  ack: Ack | undefined
  error: AnvilError | undefined
  /** What would run, of a preview that found something new. */
  preview?: PromptTable
}
