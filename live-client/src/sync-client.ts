import { readFile } from 'node:fs/promises'
import type { Position } from '@anvil/shared'
import { canonicalBytes, readAnvilFile, writeAnvilFile } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import { writeDurably } from './cache/write-durably.js'
import type { ClientCore } from './client-core.js'
import type { PromptTable } from './prompts/prompt-table.js'
import { tableChanges, type TableChanges } from './prompts/table-changes.js'
import type { Arrived, Outcome, Source } from './receiver/arrived.js'

export interface SyncOptions {
  /** A `*.anvil` file to take instead of asking FORGE. */
  file?: string
  /** A `*.anvil` file to write what runs afterwards to. */
  out?: string
  /** Only looks: says what would be applied and changes nothing. */
  check?: boolean
}

/** What a sync did: `applied` something new, `would_apply` it, or found that this instance is `current`. */
export interface SyncReport extends TableChanges {
  result: 'applied' | 'would_apply' | 'current'
  position: Position | null
}

/** Takes the newest manifest now, also when frozen: a person asked for it. Throws an AnvilError where that fails. */
export async function syncClient(core: ClientCore, options: SyncOptions): Promise<SyncReport> {
  const before = core.prompts.table
  const preview = options.check ?? false
  const outcome = await (options.file === undefined
    ? pull(core, preview)
    : takeFile(core, options.file, { source: 'file', preview }))
  if (outcome.error) throw outcome.error
  if (!preview) await endRollback(core)
  if (options.out !== undefined) await writeOut(core, options.out)
  const after = outcome.preview ?? core.prompts.table
  if (!after || after === before) return { result: 'current', position: positionOf(before), ...NO_CHANGES }
  const result = preview ? 'would_apply' : 'applied'
  return { result, position: positionOf(after), ...tableChanges(before, after) }
}

/** What a person takes by a sync stands in the place of what they went back to; the folder stays frozen. */
async function endRollback({ keeper, modes }: ClientCore): Promise<void> {
  if (!modes.rolledBackTo) return
  const frozen = { mode: 'frozen', reason: null, until: null } as const
  await keeper.attempt('record', (cache) => cache.writeMode(frozen))
  modes.store(frozen)
}

const NO_CHANGES: TableChanges = { added: [], changed: [], removed: [] }

function positionOf(table: PromptTable | undefined): Position | null {
  return table ? { epoch: table.manifest.epoch, sequence: table.manifest.sequence } : null
}

async function pull({ transport }: ClientCore, preview: boolean): Promise<Outcome> {
  if (!transport)
    throw new AnvilError('config.invalid', 'Without forgeUrl and accessToken there is no FORGE to ask. Set both.')
  const result = await transport.pull(preview ? 'preview' : 'sync')
  return result.kind === 'offered' ? result.outcome : { ack: undefined, error: undefined }
}

/** The prompts that a sync would make run; undefined where that is what runs already. */
export async function previewOf(core: ClientCore, file?: string): Promise<PromptTable | undefined> {
  const outcome = await (file === undefined
    ? pull(core, true)
    : takeFile(core, file, { source: 'file', preview: true }))
  if (outcome.error) throw outcome.error
  return outcome.preview
}

/** Offers what a `*.anvil` file holds. */
export async function takeFile(
  core: ClientCore,
  path: string,
  from: { source: Source; preview: boolean },
): Promise<Outcome> {
  return core.receiver.offer({ ...(await readArrived(core, path)), ...from })
}

/** Writes what runs as a file that another instance can start from or take by `anvil sync --file`. */
async function writeOut({ receiver, trust }: ClientCore, path: string): Promise<void> {
  const { running } = receiver
  if (!running)
    throw new AnvilError(
      'client.not_ready',
      'There is nothing to write: no manifest was verified yet. Run anvil sync once FORGE answers.',
    )
  const { verified, table } = running
  const bundles = new Map(table.bundles.map(({ sha256, bundle }) => [sha256, canonicalBytes(bundle)]))
  await writeDurably(path, writeAnvilFile({ keysets: trust.envelopes, manifest: verified.envelope, bundles }))
}

async function readArrived(core: ClientCore, path: string): Promise<Omit<Arrived, 'source'>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AnvilError('config.invalid', `The file ${path} can't be read. Name a .anvil file that exists.`, { cause })
  })
  const file = readAnvilFile(bytes)
  core.adoptKeysets(file.keysets)
  const beside = new Map([...file.bundles].map(([digest, bundle]) => [digest, async () => bundle]))
  return { envelope: file.manifest, byPerson: true, beside, spreadMs: 0 }
}
