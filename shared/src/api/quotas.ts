import { z } from 'zod'

/** What an organisation may have only so many of; instances are those that were heard of within a day. */
export const QuotaKind = z.enum(['projects', 'prompts', 'access_tokens', 'instances'])
export type QuotaKind = z.infer<typeof QuotaKind>

/** How many an organisation has, and how many it may have. */
export const Quota = z.object({ kind: QuotaKind, used: z.int(), most: z.int() })
export type Quota = z.infer<typeof Quota>

export const QuotaList = z.object({ quotas: z.array(Quota) })
