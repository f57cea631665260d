import { AnvilError, Manifest, type Position, parse } from '@anvil/shared'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { Actor } from '../http/actor.js'
import { takeProvenKeysets } from '../signing/keyset-service.js'
import type { ForgeContext } from '../context.js'
import { getHeadForUpdate, skipSequences } from '../publishing/head-store.js'
import { deleteProof, type FleetProof, listProofs } from './fleet-proof-store.js'
import { findEnvironmentName } from './environment-name-store.js'
import { isAhead } from './is-ahead.js'
import { payloadOf } from './payload-of.js'

/** More numbers than any environment uses: a proof that skips them was signed by somebody else. */
const PLAUSIBLE_SKIP = 1_000_000

/** An environment whose order goes on beyond what its instances run. */
export interface RepairedEnvironment {
  project_id: string
  project: string
  environment: string
  head: Position
  /** What the instances run. */
  fleet: Position & { versions: Record<string, string> }
  instance_id: string
  next_sequence: number
}

/** What a repair did: the keysets it took over from instances, and the environments whose numbers it skipped. */
export interface Repair {
  keysets: number[]
  environments: RepairedEnvironment[]
}

/**
 * Lets every environment that is behind its instances go on beyond them: its next publication takes the number after
 * theirs. What the environment runs is not touched. The only way in which a number is ever skipped.
 */
export function repairSequences(
  ctx: Pick<ForgeContext, 'db' | 'secrets' | 'now'>,
  operator: Extract<Actor, { kind: 'system' }>,
): Promise<Repair> {
  return ctx.db.transaction(async (trx) => {
    const proofs = await listProofs(trx)
    for (const proof of proofs) await assertPlausible(trx, proof)
    const keysets = await takeProvenKeysets(ctx, trx, operator)
    const environments: RepairedEnvironment[] = []
    for (const proof of proofs) {
      const repaired = await repairOne(trx, proof)
      if (!repaired) continue
      environments.push(repaired)
      await insertAuditEntry(trx, operator, ctx.now(), {
        projectId: proof.project_id,
        action: 'environment.sequence_repaired',
        target: proof.environment_id,
        details: { ...repaired },
      })
    }
    return { keysets, environments }
  })
}

async function repairOne(trx: Knex.Transaction, proof: FleetProof): Promise<RepairedEnvironment | undefined> {
  const head = await getHeadForUpdate(trx, proof.environment_id)
  await deleteProof(trx, proof.environment_id)
  if (!isAhead(proof, head)) return undefined
  const { epoch, sequence, envelope, instance_id, project_id, environment_id } = proof
  await skipSequences(trx, environment_id, sequence)
  const { bundles } = parse(Manifest, payloadOf(envelope))
  const versions = Object.fromEntries(bundles.map(({ prompt_set, version }) => [prompt_set, version]))
  return {
    project_id,
    ...(await findEnvironmentName(trx, environment_id)),
    head: { epoch: head.epoch, sequence: head.sequence },
    fleet: { epoch, sequence, versions },
    instance_id,
    next_sequence: Math.max(head.sequence, sequence) + 1,
  }
}

async function assertPlausible(trx: Knex.Transaction, proof: FleetProof): Promise<void> {
  const head = await getHeadForUpdate(trx, proof.environment_id)
  const skipped = proof.sequence - head.sequence
  if (!isAhead(proof, head) || skipped <= PLAUSIBLE_SKIP) return
  const { environment } = await findEnvironmentName(trx, proof.environment_id)
  throw new AnvilError(
    'environment.implausible_proof',
    `An instance of ${environment} runs sequence ${proof.sequence}, ${skipped} beyond this FORGE: no FORGE came that far, so somebody else holds a signing key. Revoke the one that signs with "anvil-forge keys revoke"; what was signed by it counts for nothing then.`,
    { details: { sequence: proof.sequence, instance_id: proof.instance_id } },
  )
}
