import { setImmediate } from 'node:timers/promises'
import type { Policy, PolicyCheck, PolicySummary } from '@anvil/shared/api'
import type { PolicyDocument } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { notingRefusal } from '../audit/note-refusal.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { lockProject } from '../projects/project-lock-store.js'
import { getProjectFor } from '../projects/project-store.js'
import { getPromptSetForShare, listPromptSets } from '../prompt-sets/prompt-set-store.js'
import { readDraft } from '../reviews/draft-state.js'
import { judgeContent } from './judge-content.js'
import { getPolicy, getPolicyNumbered, insertPolicy, listPolicies } from './policy-store.js'

/** A document as it is to be stored: what it means, and how it was written. */
export interface WrittenPolicy {
  document: PolicyDocument
  yaml: string
}

/** The policy of a project as it is now. */
export function readPolicy(ctx: AppContext, actor: Actor, projectId: string): Promise<Policy> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, projectId, 'project.read')
    return getPolicy(trx, projectId)
  })
}

/** Every policy that a project had, newest first. */
export function readPolicies(ctx: AppContext, actor: Actor, projectId: string): Promise<PolicySummary[]> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, projectId, 'project.read')
    return listPolicies(trx, projectId)
  })
}

/** A policy that a project has or had, by its number. */
export function readPolicyNumbered(ctx: AppContext, actor: Actor, projectId: string, number: number): Promise<Policy> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, projectId, 'project.read')
    return getPolicyNumbered(trx, projectId, number)
  })
}

/** Puts a policy in force, under the next number; one that reads the same changes nothing. */
export function setPolicy(
  ctx: AppContext,
  actor: Actor,
  { projectId, asked }: { projectId: string; asked: Preconditions },
  { document, yaml }: WrittenPolicy,
): Promise<Policy> {
  const details = { levels: levelsOf(document) }
  const attempt = { projectId, action: 'policy.change_refused', target: projectId, details } as const
  const work = async (trx: Knex.Transaction): Promise<Policy> => {
    const project = await getProjectFor(trx, actor, projectId, 'policy.manage')
    await lockProject(trx, projectId)
    const before = await getPolicy(trx, projectId)
    checkPreconditions(asked, 'The policy', { etag: `"${before.number}"`, shown: before })
    if (before.number > 0 && before.yaml === yaml) return before
    const number = before.number + 1
    const created_at = ctx.now()
    const created_by = actor.kind === 'user' ? actor.id : null
    await insertPolicy(trx, { project_id: projectId, number, document, yaml, created_by, created_at })
    await insertAuditEntry(trx, actor, created_at, {
      organisationId: project.organisation_id,
      projectId,
      action: 'policy.changed',
      target: `${number}`,
      details: withBefore(
        { number: before.number, levels: levelsOf(before.document) },
        { number, levels: levelsOf(document) },
      ),
    })
    return getPolicy(trx, projectId)
  }
  return notingRefusal(ctx, actor, attempt, () => ctx.asActor(actor, work))
}

/** What a document, or the policy in force, finds in the drafts of a project as they are now. */
export function checkDrafts(
  ctx: AppContext,
  actor: Actor,
  projectId: string,
  given?: PolicyDocument,
): Promise<PolicyCheck> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, projectId, given ? 'policy.manage' : 'project.read')
    const { number, document: own } = await getPolicy(trx, projectId)
    const policy = { number, document: given ?? own }
    const prompt_sets: PolicyCheck['prompt_sets'] = []
    for (const { id, slug } of await listPromptSets(trx, projectId, false)) {
      const findings = await findingsOf(ctx, trx, { projectId, promptSetId: id }, policy)
      prompt_sets.push({ prompt_set_id: id, prompt_set: slug, findings })
      await setImmediate()
    }
    const blocking = prompt_sets.flatMap(({ findings }) => findings).filter(({ blocks }) => blocks).length
    return { document: policy.document, prompt_sets, blocking }
  })
}

async function findingsOf(
  ctx: AppContext,
  trx: Knex.Transaction,
  key: { projectId: string; promptSetId: string },
  policy: Pick<Policy, 'number' | 'document'>,
) {
  const { content } = await readDraft(trx, await getPromptSetForShare(trx, key))
  return (await judgeContent(ctx, trx, key, { content, policy })).findings
}

function levelsOf({ rules }: PolicyDocument): Record<string, string> {
  return Object.fromEntries(Object.entries(rules).map(([rule, { level }]) => [rule, level]))
}
