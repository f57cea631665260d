import { z } from 'zod'
import { InstanceId } from '../protocol/live-socket.js'
import { FleetFilter } from './fleet.js'

const Count = z.int().nonnegative()

/** Instances to ask for a look at what their environment runs: those that are named, or all that a filter finds. */
export const SyncInput = z.strictObject({
  select: z.union([
    z.strictObject({ ids: z.array(InstanceId).min(1).max(1_000) }),
    z.strictObject({ matching: FleetFilter }),
  ]),
})
export type SyncInput = z.infer<typeof SyncInput>

/**
 * Where an instance is that was asked: not told yet, told, or what it answered: it runs the head now (`applied`), ran it
 * already (`current`), stays where it is (`frozen`, `rolled_back`), refused it (`rejected`), or said nothing in a minute.
 */
export const SyncState = z.enum([
  'asked',
  'told',
  'applied',
  'current',
  'frozen',
  'rolled_back',
  'rejected',
  'unanswered',
])
export type SyncState = z.infer<typeof SyncState>

/** What one instance answered. */
export const SyncAnswer = z.object({
  instance_id: z.string(),
  app: z.string(),
  host: z.string(),
  state: SyncState,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  took_ms: z.number().nullable(),
  updated_at: z.string(),
})
export type SyncAnswer = z.infer<typeof SyncAnswer>

/**
 * What became of asking instances to run the publication `sequence`: how many were asked, how many could not be since
 * they are not connected, and what they answered. `answers` has at most 100, those first that run something else.
 * `complete` once nobody is waited for.
 */
export const SyncRequest = z.object({
  id: z.uuid(),
  epoch: z.int().positive(),
  sequence: Count,
  created_at: z.string(),
  asked: Count,
  not_connected: Count,
  counts: z.partialRecord(SyncState, Count),
  complete: z.boolean(),
  answers: z.array(SyncAnswer),
})
export type SyncRequest = z.infer<typeof SyncRequest>
