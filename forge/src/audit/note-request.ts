import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import type { Operation } from '../openapi/operation.js'
import { getProjectOf } from '../projects/project-store.js'
import { insertAuditEntry } from './audit-store.js'
import { roomFor } from './refusal-room.js'

/** A request that was refused: what it was, and what its path named. */
interface RefusedRequest {
  operation: Operation
  values: Readonly<Record<string, string>>
  code: ErrorCode
}

/** Has a refused request in the trail of the project or organisation that its path names, where who asked belongs to it. */
export async function noteRequest(ctx: AppContext, actor: UserActor, refused: RefusedRequest): Promise<void> {
  const { operation, values, code } = refused
  const { projectId, organisationId } = values
  const place = projectId ?? organisationId
  if (place === undefined) return
  const asked = `${operation.method} ${operation.path}`
  try {
    const once = JSON.stringify([values, code])
    const room = await roomFor(ctx, actor, { projectId: place, kind: asked, once })
    if (!room) return
    await ctx.asActor(actor, async (trx) => {
      await requirePlace(trx, actor, values)
      await insertAuditEntry(trx, actor, ctx.now(), {
        projectId,
        organisationId,
        action: 'request.refused',
        target: Object.values(values).at(-1) ?? place,
        details: { code, summary: operation.summary, operation: asked, ...values, ...room },
      })
    })
  } catch (err) {
    if (err instanceof AnvilError && err.status === 404) return
    ctx.log.error({ err, asked, code }, 'a request was refused, and the audit trail could not be told')
  }
}

/** Enters the place as the person, whatever their key may look at; throws where they don't belong to it. */
async function requirePlace(
  trx: Knex.Transaction,
  { id }: UserActor,
  { projectId, organisationId }: RefusedRequest['values'],
): Promise<void> {
  if (projectId !== undefined) await getProjectOf(trx, { id }, projectId, 'project.read')
  else if (organisationId !== undefined) await getOrganisationOf(trx, { id }, organisationId, 'organisation.read')
}
