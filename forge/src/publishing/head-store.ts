import type { RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { SignedManifest } from '../signing/sign-manifest.js'

/** The one mutable row of an environment: which publication it runs, in its newest signature. */
export interface Head {
  environment_id: string
  project_id: string
  publication_id: string
  epoch: number
  sequence: number
  /** Numbers up to this one are taken, though no publication has them: the operator skipped them. */
  sequence_floor: number
  /** The number of the keyset under which the envelope was signed. */
  keyset: number
  envelope: Buffer
  issued_at: Date
  expires_at: Date
}

/** The keys that a head is signed under. */
export interface HeadKeys {
  keyset: number
  epoch: number
}

/** Where a head points, before its manifest is signed. */
export type HeadPlace = Pick<Head, 'environment_id' | 'project_id' | 'publication_id'>

/** A head whose signature grows old, with what it says. */
export type StaleHead = HeadPlace & {
  environment: string
  sequence: number
  issued_at: Date
  bundles: RunningBundle[]
}

export async function findHead(trx: Knex, environmentId: string): Promise<Head | undefined> {
  return trx<Head>('environment_heads').where({ environment_id: environmentId }).first()
}

export async function getHead(trx: Knex, environmentId: string): Promise<Head> {
  return there(environmentId, await findHead(trx, environmentId))
}

/** Takes the head for this transaction alone: who comes second waits, and then sees what the first one stored. */
export async function getHeadForUpdate(trx: Knex.Transaction, environmentId: string): Promise<Head> {
  const head = await trx<Head>('environment_heads').where({ environment_id: environmentId }).forUpdate().first()
  return there(environmentId, head)
}

function there(environmentId: string, head: Head | undefined): Head {
  if (!head) throw new Error(`The environment ${environmentId} has no head`)
  return head
}

export async function insertHead(trx: Knex.Transaction, place: HeadPlace, signed: SignedManifest): Promise<void> {
  await trx('environment_heads').insert({ ...place, ...signedColumns(signed) })
}

export async function updateHead(trx: Knex.Transaction, place: HeadPlace, signed: SignedManifest): Promise<void> {
  await trx('environment_heads')
    .where({ environment_id: place.environment_id })
    .update({ publication_id: place.publication_id, ...signedColumns(signed) })
}

/** Lets numbers up to one count as taken. */
export async function skipSequences(trx: Knex.Transaction, environmentId: string, upTo: number): Promise<void> {
  await trx('environment_heads').where({ environment_id: environmentId }).update({ sequence_floor: upTo })
}

/** Whether some head is signed under another keyset or epoch. */
export async function hasHeadUnderAnother(db: Knex, { keyset, epoch }: HeadKeys): Promise<boolean> {
  const row: object | undefined = await db('environment_heads')
    .whereNot({ keyset })
    .orWhereNot({ epoch })
    .first('environment_id')
  return row !== undefined
}

/**
 * Takes heads that were signed before a time or under another keyset, and that no other node is at, with all that
 * signing them again needs.
 */
export async function claimStaleHeads(
  trx: Knex.Transaction,
  { before, under, limit }: { before: Date; under: HeadKeys; limit: number },
): Promise<StaleHead[]> {
  const rows: StaleHead[] = await trx('environment_heads AS h')
    .join('environments AS e', 'e.id', 'h.environment_id')
    .join('publications AS p', 'p.id', 'h.publication_id')
    .whereRaw('(h.issued_at < :before OR h.keyset <> :keyset OR h.epoch <> :epoch)', {
      before,
      keyset: under.keyset,
      epoch: under.epoch,
    })
    .orderBy('h.issued_at')
    .limit(limit)
    .forUpdate('h')
    .skipLocked()
    .select('h.environment_id', 'h.project_id', 'h.publication_id', 'h.sequence', 'h.issued_at')
    .select('e.slug AS environment', 'p.bundles')
  return rows
}

function signedColumns({ manifest, envelope, issuedAt, expiresAt }: SignedManifest) {
  return {
    epoch: manifest.epoch,
    sequence: manifest.sequence,
    keyset: manifest.keyset,
    envelope,
    issued_at: issuedAt,
    expires_at: expiresAt,
  }
}
