import type { Knex } from 'knex'
import { enter } from '../../src/db/enter.js'
import { takenBack } from '../../src/db/taken-back.js'
import type { TestForge } from './forge.js'

/** Who asks, in person or by a key. */
export interface Asking {
  id: string
  apiKey?: { id: string }
}

/** Something that somebody tries by SQL. */
export type Attempt = (trx: Knex.Transaction, who: Asking) => Promise<unknown>

/** Tries something in a request of somebody who has entered a project, and takes it back; `taken`, or what the database says. */
export function triedBySql(
  forge: TestForge,
  { id, apiKey }: Asking,
  { projectId, organisationId }: { projectId: string; organisationId: string },
  attempt: Attempt,
): Promise<string> {
  return forge.ctx.asActor({ kind: 'user', id, apiKey }, async (trx) => {
    await enter(trx, 'project', projectId)
    await enter(trx, 'organisation', organisationId)
    const done = takenBack(trx, () => attempt(trx, { id }))
    return done.then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message.replace(/^.* - /s, '') : String(error)),
    )
  })
}
