import type { UsedWaiver, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { judgeContent, type Judged, usedWaivers } from './judge-content.js'
import { policyBlocker } from './policy-blocker.js'

/** Throws where the policy keeps a content back; answers by which policy it passed, and which waivers it needed. */
export async function passPolicy(
  ctx: AppContext,
  trx: Knex.Transaction,
  key: PromptSetKey,
  judged: Judged,
): Promise<{ number: number; waivers: UsedWaiver[] }> {
  const judgement = await judgeContent(ctx, trx, key, judged)
  const blocker = policyBlocker(judgement)
  if (blocker) throw blocker
  return { number: judgement.policy_number, waivers: usedWaivers(judgement) }
}

/** Notes each waiver that let a version through. */
export async function auditUsedWaivers(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft: { key } }: { actor: Actor; draft: { key: PromptSetKey } },
  { version, waivers }: Version,
): Promise<void> {
  for (const { id, rule, prompt_id, expires_at } of waivers) {
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action: 'waiver.used',
      target: id,
      details: { prompt_set_id: key.promptSetId, version, rule, prompt_id, expires_at },
    })
  }
}
