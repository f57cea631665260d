import type { BundledPrompt } from '@anvil/shared'
import type { PromptProblem } from '@anvil/shared/api'
import { checkPolicy } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { digest, withWaiver } from './judge-content.js'
import { getPolicy } from './policy-store.js'
import { listWaivers } from './waiver-store.js'

/**
 * What the policy of a project finds in single prompts, as warnings beside what the linter says: an error where it keeps
 * the draft from review. What environments run is not asked here, so that saving stays quick.
 */
export async function promptFindings(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  key: PromptSetKey,
  prompts: Readonly<Record<string, BundledPrompt>>,
): Promise<Record<string, PromptProblem[]>> {
  const { document } = await getPolicy(trx, key.projectId)
  const findings = checkPolicy(document, { snapshot: prompts, includes: {}, digest })
  const found: Record<string, PromptProblem[]> = {}
  if (findings.length === 0) return found
  const waivers = await listWaivers(trx, key, ctx.now())
  for (const finding of findings) {
    const { rule, prompt_id, message, line, message_index } = finding
    const problem: PromptProblem = {
      code: `policy.${rule}`,
      message,
      line: line ?? 1,
      column: 1,
      severity: withWaiver(finding, waivers).blocks ? 'error' : 'warning',
      ...(message_index === null ? {} : { message_index }),
    }
    found[prompt_id] = [...(found[prompt_id] ?? []), problem]
  }
  return found
}
