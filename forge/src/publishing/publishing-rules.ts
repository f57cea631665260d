import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { countApprovals, listVersionsEverRun, type PublishableVersion } from './version-store.js'

/** What an environment asks of the versions that it is to run. */
export interface EnvironmentRule {
  id: string
  slug: string
  allowed_kinds: readonly string[]
  required_approvals: number
}

type Judged = Pick<PublishableVersion, 'prompt_set' | 'version' | 'kind'>

/** Requires that the environment takes versions of this kind; throws `publication.rule_refused`. */
export function assertKindAllowed(environment: EnvironmentRule, { prompt_set, version, kind }: Judged): void {
  if (environment.allowed_kinds.includes(kind)) return
  const { slug, allowed_kinds } = environment
  throw new AnvilError(
    'publication.rule_refused',
    `The environment ${slug} takes versions of kind ${allowed_kinds.join(', ')}; ${prompt_set} ${version} is of kind ${kind}. ${wayOut(allowed_kinds)}`,
    { details: { environment: slug, allowed_kinds, prompt_set, version, kind } },
  )
}

/** Requires the approvals that the environment asks for, of each version that it has not run before. */
export async function assertApproved(
  trx: Knex,
  environment: EnvironmentRule,
  versions: readonly PublishableVersion[],
): Promise<void> {
  const needed = environment.required_approvals
  if (needed === 0 || versions.length === 0) return
  const ran = await listVersionsEverRun(
    trx,
    environment.id,
    versions.map((version) => version.version_id),
  )
  for (const { prompt_set_id, prompt_set, version, content_digest } of versions.filter((v) => !ran.has(v.version_id))) {
    const given = await countApprovals(trx, prompt_set_id, content_digest)
    if (given >= needed) continue
    throw new AnvilError(
      'approval.missing',
      `The environment ${environment.slug} asks for ${needed} approvals, and ${prompt_set} ${version} has ${given}. Have it approved on the version, then publish again.`,
      { details: { environment: environment.slug, prompt_set_id, prompt_set, version, content_digest, needed, given } },
    )
  }
}

function wayOut(allowed: readonly string[]): string {
  return allowed.includes('review')
    ? 'Request review of the draft, or lock it, and publish that.'
    : 'Lock the draft and publish the locked version.'
}
