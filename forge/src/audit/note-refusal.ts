import { createHash } from 'node:crypto'
import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getProjectFor } from '../projects/project-store.js'
import { countAttempt, ONCE_A_QUARTER_HOUR } from '../users/sign-in-attempt-store.js'
import { insertAuditEntry } from './audit-store.js'

/** What is an entry each time, as somebody tries to get something nearer to production. */
const RELEASES = ['publication.refused', 'lock.refused', 'approval.refused'] as const
/** What is tried about the rules that hold a release back. */
type RuleChange =
  | 'policy.change_refused'
  | 'environment.change_refused'
  | 'project.change_refused'
  | 'waiver.ask_refused'
  | 'waiver.give_refused'

/** An attempt to get something nearer to production, or to change what holds it back. */
export interface Attempt {
  projectId: string
  action: (typeof RELEASES)[number] | RuleChange
  target: string
  details: Record<string, unknown>
}

const TRAIL = { kind: 'system', id: 'audit' } as const

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
    if (!RELEASES.some((release) => release === action) && !(await isFirst(ctx, actor, attempt, code))) return
    await ctx.asActor(actor, async (trx) => {
      await getProjectFor(trx, actor, projectId, 'project.read')
      await insertAuditEntry(trx, actor, ctx.now(), { projectId, action, target, details: { code, ...details } })
    })
  } catch (err) {
    ctx.log.error({ err, action, code }, 'something was refused, and the audit trail could not be told')
  }
}

/**
 * Whether it is the first of its kind in a quarter of an hour, by one person in one project. Neither what they named nor
 * what they sent counts, so that nobody floods the trail by another name each time.
 */
function isFirst(ctx: AppContext, actor: Actor, { action, projectId }: Attempt, code: ErrorCode): Promise<boolean> {
  const kind = `noted ${action} ${code} ${projectId} ${actor.id}`
  const key = createHash('sha256').update(kind).digest('base64url')
  return ctx.asActor(TRAIL, async (trx) => {
    const wait = await countAttempt(trx, { key, rule: ONCE_A_QUARTER_HOUR, now: ctx.now() })
    return wait === undefined
  })
}
