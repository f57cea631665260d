import type { Position } from '@anvil/shared'
import type { Knex } from 'knex'

/** What an instance proved to run: a manifest that is signed, and that this FORGE does not have. */
export interface FleetProof extends Position {
  environment_id: string
  project_id: string
  envelope: Buffer
  /** Envelopes of the keysets that the instance holds, in order, each as canonical JSON. */
  keysets: string[]
  instance_id: string
  access_token_id: string
  proven_at: Date
}

/** Keeps a proof, unless one that goes further is kept for its environment. */
export async function insertProof(trx: Knex.Transaction, proof: FleetProof): Promise<void> {
  await trx('fleet_proofs')
    .insert({ ...proof, keysets: JSON.stringify(proof.keysets) })
    .onConflict('environment_id')
    .merge()
    .whereRaw('(fleet_proofs.epoch, fleet_proofs.sequence) < (excluded.epoch, excluded.sequence)')
}

export async function findProof(db: Knex, environmentId: string): Promise<FleetProof | undefined> {
  return db<FleetProof>('fleet_proofs').where({ environment_id: environmentId }).first()
}

export async function listProofs(db: Knex): Promise<FleetProof[]> {
  return db<FleetProof>('fleet_proofs').orderBy('proven_at').select()
}

/** The keysets of every proof, each as one instance holds them. */
export async function listProvenKeysets(db: Knex): Promise<string[][]> {
  return db('fleet_proofs').orderBy('proven_at').pluck('keysets')
}

export async function deleteProof(trx: Knex.Transaction, environmentId: string): Promise<void> {
  await trx('fleet_proofs').where({ environment_id: environmentId }).delete()
}
