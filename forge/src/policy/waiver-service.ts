import { AnvilError } from '@anvil/shared'
import type { Checks, JudgedFinding, Waiver, WaiverInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { notingRefusal } from '../audit/note-refusal.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { requireRight } from '../organisations/require-right.js'
import { getProjectOf } from '../projects/project-store.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare, getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { currentContent } from '../reviews/approved-content.js'
import { mayApproveOwn } from '../reviews/counted-approvals.js'
import { readDraft } from '../reviews/draft-state.js'
import { judgeContent } from './judge-content.js'
import { getWaiver, insertWaiver, listWaivers, updateWaiver } from './waiver-store.js'

const LONGEST_MS = 366 * 24 * 60 * 60 * 1000

/** One waiver of a prompt set. */
export interface WaiverKey extends PromptSetKey {
  waiverId: string
}

/** What the policy of its project finds in a prompt set as it is now. */
export function readChecks(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<Checks> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const { content, digest } = await readDraft(trx, await getPromptSetForShare(trx, key))
    const judgement = await judgeContent(ctx, trx, key, { content })
    const blocking = judgement.findings.filter(({ blocks }) => blocks).length
    return { ...judgement, content_digest: digest, blocking }
  })
}

/** The waivers of a prompt set, newest first. */
export function readWaivers(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<Waiver[]> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSetForShare(trx, key)
    return listWaivers(trx, key, ctx.now())
  })
}

/** Asks for the policy to be put aside for one finding of the prompt set as it is now. */
export function requestWaiver(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: WaiverInput,
): Promise<Waiver> {
  const { fingerprint, reason } = input
  const about = { prompt_set_id: key.promptSetId, fingerprint }
  return noting(ctx, actor, { key, action: 'waiver.ask_refused', target: key.promptSetId, about }, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'review.request')
    const draft = await getPromptSetForUpdate(trx, key)
    const { rule, prompt_id, message } = await waivable(ctx, trx, draft, fingerprint)
    const requested_at = ctx.now()
    const expires_at = expiryOf(input, requested_at)
    const id = ctx.newId()
    const asked = { id, rule, prompt_id, fingerprint, message, reason, expires_at }
    await insertWaiver(trx, key, { ...asked, requested_by: actor.id, requested_at })
    const waiver = await getWaiver(trx, key, id, requested_at)
    await audit(ctx, trx, actor, { action: 'waiver.requested', waiver, projectId: key.projectId })
    return waiver
  })
}

/** Puts a waiver in force: by a reviewer who neither asked for it nor wrote the text, unless they are the only one. */
export function giveWaiver(ctx: AppContext, actor: UserActor, key: WaiverKey): Promise<Waiver> {
  const about = { prompt_set_id: key.promptSetId }
  return noting(ctx, actor, { key, action: 'waiver.give_refused', target: key.waiverId, about }, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'waiver.give')
    const draft = await getPromptSetForUpdate(trx, key)
    const waiver = await getOpen(ctx, trx, key, ['waiting'])
    const { authors } = await currentContent(trx, draft)
    const own_work = [waiver.requested_by, ...authors].some(({ id }) => id === actor.id)
    if (own_work && !(await mayApproveOwn(ctx, trx, key.projectId, actor.id))) throw ownWork()
    await updateWaiver(trx, key, waiver.id, { given_by: actor.id, given_at: ctx.now(), own_work })
    await audit(ctx, trx, actor, { action: 'waiver.given', waiver, projectId: key.projectId })
    return getWaiver(trx, key, waiver.id, ctx.now())
  })
}

/** Refuses a waiver that was asked for, or takes one back that is in force; whoever asked may do so too. */
export function endWaiver(ctx: AppContext, actor: UserActor, key: WaiverKey): Promise<Waiver> {
  return ctx.asActor(actor, async (trx) => {
    const project = await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSetForUpdate(trx, key)
    const waiver = await getOpen(ctx, trx, key, ['waiting', 'given'])
    requireRight(actor, project, waiver.requested_by.id === actor.id ? 'review.request' : 'waiver.give')
    await updateWaiver(trx, key, waiver.id, { ended_by: actor.id, ended_at: ctx.now() })
    const action = waiver.state === 'given' ? 'waiver.revoked' : 'waiver.refused'
    await audit(ctx, trx, actor, { action, waiver, projectId: key.projectId })
    return getWaiver(trx, key, waiver.id, ctx.now())
  })
}

interface WaiverAttempt {
  key: PromptSetKey
  action: 'waiver.ask_refused' | 'waiver.give_refused'
  target: string
  about: Record<string, unknown>
}

/** Does what a rule may refuse, which is then in the trail. */
function noting(
  ctx: AppContext,
  actor: UserActor,
  { key: { projectId }, action, target, about }: WaiverAttempt,
  work: (trx: Knex.Transaction) => Promise<Waiver>,
): Promise<Waiver> {
  const attempt = { projectId, action, target, details: about }
  return notingRefusal(ctx, actor, attempt, () => ctx.asActor(actor, work))
}

async function waivable(
  ctx: AppContext,
  trx: Knex.Transaction,
  draft: DraftState,
  fingerprint: string,
): Promise<JudgedFinding> {
  const { content } = await readDraft(trx, draft)
  const { findings } = await judgeContent(ctx, trx, draft.key, { content })
  const finding = findings.find((found) => found.fingerprint === fingerprint)
  if (finding?.level !== 'block') {
    const why = finding ? 'only warns, and keeps nothing back' : 'is not in this prompt set any more'
    throw new AnvilError('waiver.not_needed', `This finding ${why}, so it needs no waiver. Read the checks again.`)
  }
  const { waiver } = finding
  if (waiver?.state !== 'waiting' && waiver?.state !== 'given') return finding
  const how = waiver.state === 'given' ? 'is in force already' : 'was asked for already and waits for a reviewer'
  throw new AnvilError('waiver.exists', `A waiver for this finding ${how}.`, { details: { waiver_id: waiver.id } })
}

function expiryOf({ expires_at }: WaiverInput, now: Date): Date {
  const at = new Date(expires_at)
  const in_ms = at.getTime() - now.getTime()
  if (in_ms > 0 && in_ms <= LONGEST_MS) return at
  throw new AnvilError('request.invalid', 'A waiver expires in the future, within a year. Choose another time.')
}

async function getOpen(
  ctx: AppContext,
  trx: Knex.Transaction,
  key: WaiverKey,
  states: readonly Waiver['state'][],
): Promise<Waiver> {
  const waiver = await getWaiver(trx, key, key.waiverId, ctx.now())
  if (states.includes(waiver.state)) return waiver
  const how = waiver.state === 'given' ? 'is in force already' : `is ${waiver.state}`
  throw new AnvilError('waiver.ended', `This waiver ${how}. Ask for a new one where the finding still stands.`, {
    details: { state: waiver.state },
  })
}

async function audit(
  ctx: AppContext,
  trx: Knex.Transaction,
  actor: UserActor,
  { action, waiver, projectId }: { action: string; waiver: Waiver; projectId: string },
): Promise<void> {
  const { prompt_set_id, rule, prompt_id, reason, expires_at } = waiver
  await insertAuditEntry(trx, actor, ctx.now(), {
    projectId,
    action,
    target: waiver.id,
    details: { prompt_set_id, rule, prompt_id, reason, expires_at },
  })
}

function ownWork(): AnvilError {
  return new AnvilError(
    'waiver.own_work',
    'You asked for this waiver, or your own work is in the text that it is for. Somebody else has to give it.',
  )
}
