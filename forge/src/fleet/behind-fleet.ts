import { AnvilError } from '@anvil/shared'
import type { BehindFleet } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { Head } from '../publishing/head-store.js'
import { findProof } from './fleet-proof-store.js'
import { isAhead } from './is-ahead.js'
import { showBehind } from './show-behind.js'

/** How far instances proved to be beyond a head, if they are. */
export async function findBehindFleet(trx: Knex, head: Head): Promise<BehindFleet | null> {
  const proof = await findProof(trx, head.environment_id)
  if (!proof || !isAhead(proof, head)) return null
  const { epoch, sequence, instance_id, proven_at } = proof
  return { epoch, sequence, instance_id, proven_at: proven_at.toISOString() }
}

/** Requires that no instance proved to be beyond the head: it would refuse what is published next. */
export async function assertNotBehindFleet(trx: Knex, environment: string, head: Head): Promise<void> {
  const behind = await findBehindFleet(trx, head)
  if (!behind) return
  throw new AnvilError(
    'environment.behind_fleet',
    `Instances of ${environment} ${showBehind(behind, head)}: its database was restored from an older backup, and they would refuse what is published now. On the server, "anvil-forge repair-sequence" lets publishing go on beyond them.`,
    { details: { ...behind, head: { epoch: head.epoch, sequence: head.sequence } } },
  )
}
