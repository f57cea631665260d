import { AnvilError } from '@anvil/shared'
import { QuotaKind } from '@anvil/shared/api'
import { z } from 'zod'

/** What the database raises where a transaction would end with more than a quota allows. */
const Raised = z.object({ code: z.literal('AQ001'), detail: z.string() })
const Detail = z.object({ kind: QuotaKind, most: z.int(), wanted: z.int() })

const KINDS: Record<QuotaKind, { one: string; many: string; wayOut: string }> = {
  projects: { one: 'project', many: 'projects', wayOut: 'Use one that is there' },
  prompts: { one: 'prompt', many: 'prompts', wayOut: 'Delete prompts that nobody uses' },
  access_tokens: {
    one: 'access token in force',
    many: 'access tokens in force',
    wayOut: 'Revoke access tokens that nobody uses',
  },
  instances: {
    one: 'LIVE instance that was heard of within a day',
    many: 'LIVE instances that were heard of within a day',
    wayOut: 'Give each application a folder of its own (cacheDir), so that it is the same instance after a restart',
  },
}

/** `quota.reached` for what the database refused because of a quota; undefined for every other error. */
export function quotaReached(thrown: unknown): AnvilError | undefined {
  const { data } = Raised.safeParse(thrown)
  return data && overQuota(Detail.parse(JSON.parse(data.detail)))
}

/** The refusal of what would come to more than an organisation may have. */
export function overQuota(of: { kind: QuotaKind; most: number; wanted: number }): AnvilError {
  const { kind, most, wanted } = of
  const { one, many, wayOut } = KINDS[kind]
  return new AnvilError(
    'quota.reached',
    `This organisation may have ${most} ${most === 1 ? one : many}, and this would make it ${wanted}. ${wayOut}, or ask who runs this ` +
      `FORGE for more ("anvil-forge quota set").`,
    { details: of },
  )
}
