import { z } from 'zod'

/** Who a FORGE is; `root_key` is the value of ANVIL_ROOT_KEY. */
export const ForgeInfo = z.object({ forge_id: z.string(), root_key: z.string(), version: z.string() })
export type ForgeInfo = z.infer<typeof ForgeInfo>

export const Health = z.object({ status: z.literal('ok') })
export type Health = z.infer<typeof Health>

/**
 * Whether FORGE can serve people, or is stopping and lets nobody in any more; what it says of its database and its keys
 * is `ok` or what is wrong. A database is `slow` that does not answer within three seconds; keys are `ending` from 60
 * days before.
 */
export const Readiness = z.object({
  status: z.enum(['ready', 'not_ready', 'stopping']),
  database: z.enum(['ok', 'read_only', 'slow', 'unreachable']),
  keys: z.enum(['ok', 'ending', 'expired']),
  version: z.string(),
})
export type Readiness = z.infer<typeof Readiness>
