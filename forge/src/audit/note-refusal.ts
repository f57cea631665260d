import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getProjectFor } from '../projects/project-store.js'
import { insertAuditEntry } from './audit-store.js'
import { roomFor } from './refusal-room.js'

/** What is an entry each time, twenty times in a quarter of an hour, as somebody tries to get something nearer to production. */
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

const noted = new WeakSet<AnvilError>()

/** Whether a refusal is in the trail by what was tried, or was left out of it as one too many. */
export const isNoted = (error: AnvilError): boolean => noted.has(error)

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
    if (error instanceof AnvilError && isByRule(error)) {
      noted.add(error)
      await noteRefusal(ctx, actor, attempt, error)
    }
    throw error
  }
}

async function noteRefusal(ctx: AppContext, actor: Actor, attempt: Attempt, { code }: AnvilError): Promise<void> {
  const { projectId, action, target, details } = attempt
  try {
    const room = await roomFor(ctx, actor, { projectId, ...keptApart(attempt, code) })
    if (!room) return
    await ctx.asActor(actor, async (trx) => {
      await getProjectFor(trx, actor, projectId, 'project.read')
      const said = { code, ...details, ...room }
      await insertAuditEntry(trx, actor, ctx.now(), { projectId, action, target, details: said })
    })
  } catch (err) {
    ctx.log.error({ err, action, code }, 'something was refused, and the audit trail could not be told')
  }
}

/** What is told of one by one: each attempt at a release, and of another kind the first at each thing, by each code and set of fields. */
function keptApart({ action, target, details }: Attempt, code: ErrorCode): { kind: string; once?: string } {
  if (RELEASES.some((release) => release === action)) return { kind: 'release' }
  const fields = details['fields'] ?? Object.keys(details)
  return { kind: action, once: JSON.stringify([target, code, fields]) }
}
