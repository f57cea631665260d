import { z } from 'zod'
import { Envelope } from './documents.js'
import { Ack, Handshake, Heartbeat, Pace } from './live-socket.js'

/** Where `client.receiver()` is mounted by custom, and where the server that the option `port` starts has it. */
export const RECEIVER_PATH = '/anvil/receive'

/** What an instance without a socket tells: what a handshake, an ack and a heartbeat would. */
export const InstanceReport = Handshake.omit({ token: true }).extend({ heartbeat: Heartbeat })
export type InstanceReport = z.infer<typeof InstanceReport>

/** FORGE's answer to a report. */
export const InstanceReportAnswer = z.object({ server_time: z.string(), pace: Pace })
export type InstanceReportAnswer = z.infer<typeof InstanceReportAnswer>

/** The body of a push by HTTP: `bundle` and `bundles` are objects whose canonical bytes have the digests of the manifest. */
export const PushRequest = z.object({
  bundle: z.unknown().optional(),
  bundles: z.array(z.unknown()).max(200).optional(),
  manifest: Envelope,
  keysets: z.array(Envelope).max(1_000).optional(),
  forge_url: z.string().max(2_048),
  project_id: z.uuid(),
  pushed_at: z.string().max(64),
})
export type PushRequest = z.infer<typeof PushRequest>

/** The answer to a push that was applied, or that found the manifest running; without an ack a newer one took its place. */
export const PushAnswer = z.object({ ack: Ack.nullable() })
export type PushAnswer = z.infer<typeof PushAnswer>

/** The digests that an instance could not get, in the details of `bundle.missing`. */
export const MissingBundles = z.object({ missing: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(200) })
