import type { Knex } from 'knex'
import type { Change } from '../events/changes.js'
import { notedChanges } from '../events/noted-changes.js'
import { quotaReached } from '../quotas/quota-reached.js'

/** What the database has to know of who asks: the person and the API key they ask with, or the project that an access token opens. */
type Asking =
  | { kind: 'user'; id: string; apiKey?: { id: string } | undefined }
  | { kind: 'instance'; id: string; projectId: string }
  | { kind: 'system'; id: string }

/**
 * Runs request code in one transaction that knows who asks; the only way from a request to the database. It runs as the
 * role `anvil_app`, and sees the rows of what it has named: see `enter`. Throws `quota.reached` where it would make more than
 * an organisation may have.
 */
export type AsActor = <T>(actor: Asking, work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>

const ENTRY = `SELECT set_config('anvil.actor_kind', :kind, true), set_config('anvil.user_id', :userId, true),
  set_config('anvil.project_id', :projectId, true), set_config('anvil.api_key_id', :apiKeyId, true), set_config('role', 'anvil_app', true)`

/** Makes it; `committed` hears what a transaction changed, after its commit. */
export function createAsActor(db: Knex, committed: (changes: readonly Change[]) => void): AsActor {
  return async (actor, work) => {
    const done = db.transaction(async (trx) => {
      const { kind } = actor
      const userId = kind === 'user' ? actor.id : ''
      const projectId = kind === 'instance' ? actor.projectId : ''
      const apiKeyId = kind === 'user' ? (actor.apiKey?.id ?? '') : ''
      await trx.raw(ENTRY, { kind, userId, projectId, apiKeyId })
      return { result: await work(trx), changes: notedChanges(trx) }
    })
    const { result, changes } = await done.catch((thrown: unknown) => {
      throw quotaReached(thrown) ?? thrown
    })
    committed(changes)
    return result
  }
}
