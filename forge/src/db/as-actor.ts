import type { Knex } from 'knex'
import type { Actor } from '../http/actor.js'

/** Runs request code in one transaction that knows who asks; the only way from a request to the database. */
export type AsActor = <T>(actor: Actor, work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>

export function createAsActor(db: Knex): AsActor {
  return (actor, work) =>
    db.transaction(async (trx) => {
      await trx.raw(`SELECT set_config('anvil.actor_kind', ?, true), set_config('anvil.actor_id', ?, true)`, [
        actor.kind,
        actor.id,
      ])
      return work(trx)
    })
}
