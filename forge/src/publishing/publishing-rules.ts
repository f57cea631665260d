import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { listApprovals } from '../reviews/approval-store.js'
import { countApprovals } from '../reviews/counted-approvals.js'
import { getVersion } from '../versions/version-store.js'
import { listVersionsEverRun, type PublishableVersion } from './version-store.js'

/** What an environment asks of the versions that it is to run. */
export interface EnvironmentRule {
  id: string
  slug: string
  allowed_kinds: readonly string[]
  required_approvals: number
}

type Judged = Pick<PublishableVersion, 'prompt_set' | 'version' | 'kind'>

/** Says `publication.rule_refused` where the environment takes no versions of this kind. */
export function kindRefusal(
  environment: EnvironmentRule,
  { prompt_set, version, kind }: Judged,
): AnvilError | undefined {
  if (environment.allowed_kinds.includes(kind)) return undefined
  const { slug, allowed_kinds } = environment
  return new AnvilError(
    'publication.rule_refused',
    `The environment ${slug} takes versions of kind ${allowed_kinds.join(', ')}; ${isolate(prompt_set)} ${version} is of kind ${kind}. ${wayOut(allowed_kinds)}`,
    { details: { environment: slug, allowed_kinds, prompt_set, version, kind } },
  )
}

interface Judge {
  ctx: Pick<AppContext, 'now'>
  trx: Knex
  projectId: string
  environment: EnvironmentRule
}

/** Says `approval.missing` of each version that the environment has not run before and asks more approvals for. */
export async function approvalRefusals(judge: Judge, versions: readonly PublishableVersion[]): Promise<AnvilError[]> {
  const { trx, environment } = judge
  const needed = environment.required_approvals
  if (needed === 0 || versions.length === 0) return []
  const refusals: AnvilError[] = []
  const ran = await listVersionsEverRun(
    trx,
    environment.id,
    versions.map((version) => version.version_id),
  )
  for (const judged of versions.filter((version) => !ran.has(version.version_id))) {
    const given = await countGiven(judge, judged)
    if (given >= needed) continue
    const { prompt_set_id, prompt_set, version, content_digest } = judged
    refusals.push(
      new AnvilError(
        'approval.missing',
        `The environment ${environment.slug} asks for ${needed} approvals, and ${isolate(prompt_set)} ${version} has ${given}. Have it approved on the version, then publish again.`,
        {
          details: { environment: environment.slug, prompt_set_id, prompt_set, version, content_digest, needed, given },
        },
      ),
    )
  }
  return refusals
}

async function countGiven({ ctx, trx, projectId }: Judge, judged: PublishableVersion): Promise<number> {
  const key = { projectId, promptSetId: judged.prompt_set_id }
  const approvals = await listApprovals(trx, key, judged.content_digest)
  const { authors } = await getVersion(trx, key, judged.version)
  const of = judged.kind === 'locked' ? 'locked version' : 'draft'
  return (await countApprovals(ctx, trx, projectId, { approvals, authors, of })).length
}

function wayOut(allowed: readonly string[]): string {
  return allowed.includes('review')
    ? 'Request review of the draft, or lock it, and publish that.'
    : 'Lock the draft and publish the locked version.'
}
