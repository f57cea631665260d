import type { JudgedFinding, Policy, PromptProblem, UsedWaiver, Waiver } from '@anvil/shared/api'
import { sha256Hex } from '@anvil/shared/bundle'
import { type CallerChange, checkPolicy, type Finding } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import type { Content } from '../reviews/draft-content.js'
import { problemsIn } from '../versions/lockable.js'
import { callerChanges } from './caller-changes.js'
import { getPolicy } from './policy-store.js'
import { listWaivers } from './waiver-store.js'

/** What is judged; what is not given is found out. */
export interface Judged {
  content: Content
  problems?: Readonly<Record<string, readonly PromptProblem[]>>
  running?: readonly CallerChange[]
  /** Another policy than that of the project, to see what it would do. */
  policy?: Pick<Policy, 'number' | 'document'>
}

/** What a policy says of a content, with the waivers that are there for it. */
export interface PolicyJudgement {
  policy_number: number
  findings: JudgedFinding[]
}

/** The one judge of what a prompt set says: every door to review, to a version and to an environment asks it. */
export async function judgeContent(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  key: PromptSetKey,
  { content, problems, running, policy: given }: Judged,
): Promise<PolicyJudgement> {
  const { number: policy_number, document } = given ?? (await getPolicy(trx, key.projectId))
  const { lint, variables } = document.rules
  const findings = checkPolicy(document, {
    ...content,
    problems: problems ?? (lint.level === 'off' ? {} : problemsIn(content)),
    running: running ?? (variables.level === 'off' ? [] : await callerChanges(trx, key, content)),
    digest,
  })
  if (findings.length === 0) return { policy_number, findings: [] }
  const waivers = await listWaivers(trx, key, ctx.now())
  return { policy_number, findings: findings.map((finding) => withWaiver(finding, waivers)) }
}

/** The digest that fingerprints of findings are made with. */
export function digest(text: string): string {
  return sha256Hex(Buffer.from(text))
}

/** One in force counts before newer ones that are not. */
export function withWaiver(finding: Finding, waivers: readonly Waiver[]): JudgedFinding {
  const all = waivers.filter(({ fingerprint }) => fingerprint === finding.fingerprint)
  const waiver = all.find(({ state }) => state === 'given') ?? all[0] ?? null
  return { ...finding, waiver, blocks: finding.level === 'block' && waiver?.state !== 'given' }
}

/** The waivers without which a content would not have passed, as they are kept with its version. */
export function usedWaivers({ findings }: PolicyJudgement): UsedWaiver[] {
  return findings.flatMap(({ level, blocks, waiver }) => {
    if (level !== 'block' || blocks || waiver === null) return []
    const { id, rule, prompt_id, given_by, expires_at } = waiver
    return [{ id, rule, prompt_id, given_by, expires_at }]
  })
}
