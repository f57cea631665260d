import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getProjectFor } from '../projects/project-store.js'
import { insertAuditEntry } from './audit-store.js'

/** An attempt to get something nearer to production. */
export interface Attempt {
  projectId: string
  action: 'publication.refused' | 'lock.refused' | 'approval.refused'
  target: string
  details: Record<string, unknown>
}

/** What a rule refuses; what was mistyped, is not there, or was overtaken by somebody else is no attempt worth telling of. */
const BY_RULE: ReadonlySet<ErrorCode> = new Set([
  'approval.missing',
  'publication.rule_refused',
  'prompt_set.never_locked',
  'prompt_set.not_lockable',
  'prompt_set.wrong_status',
  'environment.behind_fleet',
])
const isByRule = ({ code, status }: AnvilError): boolean =>
  status === 403 || BY_RULE.has(code) || code.startsWith('policy.')

/** Does something that may be refused, and has the refusal in the trail, in a transaction of its own after the one that failed. */
export async function notingRefusal<T>(
  ctx: AppContext,
  actor: Actor,
  attempt: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AnvilError && isByRule(error)) await noteRefusal(ctx, actor, attempt, error)
    throw error
  }
}

async function noteRefusal(ctx: AppContext, actor: Actor, attempt: Attempt, { code }: AnvilError): Promise<void> {
  const { projectId, action, target, details } = attempt
  try {
    await ctx.asActor(actor, async (trx) => {
      await getProjectFor(trx, actor, projectId, 'project.read')
      await insertAuditEntry(trx, actor, ctx.now(), { projectId, action, target, details: { code, ...details } })
    })
  } catch (err) {
    ctx.log.error({ err, action, code }, 'something was refused, and the audit trail could not be told')
  }
}
