import type { RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { SignedManifest } from '../signing/signing.js'

/** The one mutable row of an environment: which publication it runs, in its newest signature. */
export interface Head {
  environment_id: string
  project_id: string
  publication_id: string
  epoch: number
  sequence: number
  envelope: Buffer
  issued_at: Date
  expires_at: Date
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

/** Takes the head for this transaction alone: who comes second waits, and then sees what the first one stored. */
export async function getHeadForUpdate(trx: Knex.Transaction, environmentId: string): Promise<Head> {
  const head = await trx<Head>('environment_heads').where({ environment_id: environmentId }).forUpdate().first()
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

/** Takes heads that were signed before a time and that no other node is at, with all that signing them again needs. */
export async function claimStaleHeads(trx: Knex.Transaction, before: Date, limit: number): Promise<StaleHead[]> {
  const rows: StaleHead[] = await trx('environment_heads AS h')
    .join('environments AS e', 'e.id', 'h.environment_id')
    .join('publications AS p', 'p.id', 'h.publication_id')
    .where('h.issued_at', '<', before)
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
    envelope,
    issued_at: issuedAt,
    expires_at: expiresAt,
  }
}
