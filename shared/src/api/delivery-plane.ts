import { z } from 'zod'
import { Bundle, Envelope } from '../protocol/documents.js'

/** The keysets after the number that was asked for, in order, each as its signed envelope. */
export const KeysetChain = z.object({ keysets: z.array(Envelope) })
export type KeysetChain = z.infer<typeof KeysetChain>

export const KeysetQuery = z.object({ from: z.coerce.number().int().min(0).default(0) })

/** A bundle as an object; digests and signatures are over the bytes of `GET /bundles/sha256-…` and of the envelope. */
export const CurrentBundle = z.object({
  bundle: Bundle,
  etag: z.string(),
  last_modified: z.string(),
  manifest: Envelope,
})
export type CurrentBundle = z.infer<typeof CurrentBundle>

/** The slug of a prompt set; needed where the environment runs several. */
export const CurrentBundleQuery = z.object({ prompt_set: z.string().optional() })

/** What an instance runs, with the keysets it holds, as proof that FORGE once published it. */
export const FleetProofInput = z.strictObject({
  instance_id: z.string().regex(/^[\w.:-]{1,64}$/),
  manifest: Envelope,
  keysets: z.array(Envelope).max(1_000),
})
export type FleetProofInput = z.infer<typeof FleetProofInput>

/** Whether that is beyond what FORGE knows; nothing is kept otherwise. */
export const FleetProofAnswer = z.object({ ahead: z.boolean() })
export type FleetProofAnswer = z.infer<typeof FleetProofAnswer>
