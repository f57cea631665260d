import { readFile } from 'node:fs/promises'
import type { Position } from '@anvil/shared'
import { readAnvilFile } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'
import { tableChanges, type TableChanges } from './prompts/table-changes.js'
import type { Arrived, Outcome, Source } from './receiver/arrived.js'
import { positionOf } from './receiver/running.js'

export interface SyncOptions {
  /** A `*.anvil` file to take instead of asking FORGE. */
  file?: string
}

/** What a sync did: `applied` something new, or found that this instance is `current`. */
export interface SyncReport extends TableChanges {
  result: 'applied' | 'current'
  position: Position | null
}

/** Takes the newest manifest now, also when frozen: a person asked for it. Throws an AnvilError where that fails. */
export async function syncClient(core: ClientCore, options: SyncOptions): Promise<SyncReport> {
  const before = core.prompts.table
  const outcome = options.file === undefined ? await pull(core) : await takeFile(core, options.file, 'file')
  if (outcome.error) throw outcome.error
  const { table } = core.prompts
  const running = core.receiver.running
  const changes = table && table !== before ? tableChanges(before, table) : { added: [], changed: [], removed: [] }
  const result = table === before ? 'current' : 'applied'
  return { result, position: running ? positionOf(running.verified) : null, ...changes }
}

async function pull({ transport }: ClientCore): Promise<Outcome> {
  if (!transport)
    throw new AnvilError('config.invalid', 'Without forgeUrl and accessToken there is no FORGE to ask. Set both.')
  const result = await transport.pull(true)
  return result.kind === 'offered' ? result.outcome : { ack: undefined, error: undefined }
}

/** Offers what a `*.anvil` file holds. */
export async function takeFile(core: ClientCore, path: string, source: Source): Promise<Outcome> {
  return core.receiver.offer(await readArrived(core, path, source))
}

async function readArrived(core: ClientCore, path: string, source: Source): Promise<Arrived> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AnvilError('config.invalid', `The file ${path} can't be read. Name a .anvil file that exists.`, { cause })
  })
  const file = readAnvilFile(bytes)
  core.adoptKeysets(file.keysets)
  const beside = new Map([...file.bundles].map(([digest, bundle]) => [digest, async () => bundle]))
  return { envelope: file.manifest, source, byPerson: true, beside, spreadMs: 0 }
}
