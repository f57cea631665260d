import { z } from 'zod'

/** What one LIVE instance did with a publication. */
export const DeliveryState = z.enum([
  'queued',
  'sent',
  'applied',
  'current',
  'frozen',
  'rolled_back',
  'rejected',
  'unreachable',
  'behind',
])
export type DeliveryState = z.infer<typeof DeliveryState>

export const Delivery = z.object({
  instance_id: z.string(),
  /** Empty, as its host, where the instance was silent for so long that it is forgotten. */
  app: z.string(),
  host: z.string(),
  /** Whether it was connected when the publication was stored; otherwise it was silent, and is not waited for. */
  connected: z.boolean(),
  state: DeliveryState,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  took_ms: z.number().nullable(),
  updated_at: z.string(),
})
export type Delivery = z.infer<typeof Delivery>

/**
 * The deliveries of a publication. It is `successful` when every instance that was connected said applied or current,
 * and `complete` when none is queued or sent any more. `failed` counts those that rejected it or that could not be told
 * of it; silent ones that nobody tried to reach are not among them.
 */
export const DeliveryList = z.object({
  publication_id: z.uuid(),
  counts: z.partialRecord(DeliveryState, z.int()),
  successful: z.boolean(),
  complete: z.boolean(),
  failed: z.int().nonnegative(),
  deliveries: z.array(Delivery),
  /** What instances did with publications from before is not kept, unless one is the newest of its environment. */
  kept_since: z.string(),
})
export type DeliveryList = z.infer<typeof DeliveryList>

/** How many instances a publication was offered to once more, and how many failed ones can't be asked: they are not connected. */
export const RetryResult = z.object({
  publication_id: z.uuid(),
  asked: z.int().nonnegative(),
  not_connected: z.int().nonnegative(),
})
export type RetryResult = z.infer<typeof RetryResult>
