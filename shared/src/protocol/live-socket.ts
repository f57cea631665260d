import { z } from 'zod'
import { ErrorCodeSchema } from '../error-code-schema.js'
import { Envelope, INT32_MAX, Position } from './documents.js'

/** Where FORGE serves the sockets of LIVE instances. */
export const LIVE_SOCKET_PATH = '/api/v1/live'

export const Mode = z.enum(['accepting', 'frozen'])
export type Mode = z.infer<typeof Mode>

export const LiveState = z.enum(['NOT_READY', 'READY', 'STALE', 'ERROR'])
export type LiveState = z.infer<typeof LiveState>

/** How far an instance trusts the keys it holds. */
export const Trust = z.enum(['pinned', 'first-use', 'revoked-key', 'none'])
export type Trust = z.infer<typeof Trust>

const isPlainText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text)
const NO_TEXT = 'NUL and halves of surrogate pairs are not text'
const Text = z.string().max(256).refine(isPlainText, NO_TEXT)

/** What an instance did with a manifest; `took_ms` from its arrival to the swap. */
export const Ack = z.object({
  epoch: z.int().positive().max(INT32_MAX),
  sequence: z.int().nonnegative(),
  result: z.enum(['applied', 'current', 'frozen', 'rolled_back', 'rejected']),
  code: ErrorCodeSchema.optional(),
  detail: z.string().max(2_000).refine(isPlainText, NO_TEXT).optional(),
  took_ms: z.number().nonnegative(),
})
export type Ack = z.infer<typeof Ack>

/** An instance: its folder and worker, or by chance where it has no folder. */
export const InstanceId = z.string().regex(/^[\w.:-]{1,64}$/)

/** What a LIVE instance says of itself when it connects. */
export const Handshake = z.object({
  token: z.string().max(256),
  instance: z.object({
    id: InstanceId,
    app: Text,
    host: Text,
    pid: z.int().nonnegative(),
    sdk: Text,
    runtime: Text,
    labels: z.record(Text, Text).optional(),
  }),
  mode: Mode,
  have: Position.nullable(),
  trust: Trust,
  insecure: z.boolean(),
  ack: Ack.optional(),
  receiver_url: z.url().max(2_048).refine(isPlainText, NO_TEXT).optional(),
})
export type Handshake = z.infer<typeof Handshake>

/** The pace the client must keep; all in milliseconds. */
export const Pace = z.object({
  retry: z.object({ base_ms: z.number().positive(), cap_ms: z.number().positive() }),
  ping_ms: z.number().positive(),
  heartbeat_ms: z.number().positive(),
})
export type Pace = z.infer<typeof Pace>

/** A manifest as it is pushed: beside it the bundles this publication changed, as base64 of gzip, by SHA-256 in hex. */
export const ManifestPush = z.object({
  envelope: Envelope,
  fetch_spread_ms: z.number().nonnegative(),
  bundles: z.record(z.string(), z.string()),
})
export type ManifestPush = z.infer<typeof ManifestPush>

/**
 * FORGE's answer to a handshake; `manifest` only where it is newer than what the instance has, `prove` where the
 * instance has more than FORGE and is asked to prove it.
 */
export const Welcome = z.object({
  server_time: z.string(),
  pace: Pace,
  manifest: ManifestPush.nullable(),
  prove: z.boolean().optional(),
})
export type Welcome = z.infer<typeof Welcome>

/** Sent before FORGE cuts a socket, so that the instance can say why. */
export const Goodbye = z.object({
  code: ErrorCodeSchema,
  message: z.string(),
  retry_after_ms: z.number().nonnegative().optional(),
})
export type Goodbye = z.infer<typeof Goodbye>

/** What an instance tells regularly; the counters are those since the last heartbeat. Some clients leave `trust` out. */
export const Heartbeat = z.object({
  state: LiveState,
  mode: Mode,
  trust: Trust.optional(),
  running: Position.nullable(),
  wanted: Position.nullable(),
  prompts: z.int().nonnegative().max(INT32_MAX),
  counters: z.object({ renders: z.int().nonnegative(), errors: z.int().nonnegative(), missing: z.int().nonnegative() }),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** Events from FORGE to an instance. `manifest` carries a `ManifestPush` as one JSON text, encoded once for all. */
export interface ServerEvents {
  welcome: (welcome: Welcome) => void
  manifest: (push: string) => void
  goodbye: (goodbye: Goodbye) => void
}

/** Events from an instance to FORGE. */
export interface ClientEvents {
  ack: (ack: Ack) => void
  heartbeat: (heartbeat: Heartbeat) => void
}
