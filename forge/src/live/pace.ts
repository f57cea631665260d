import type { Pace } from '@anvil/shared'

/** How often an instance tells what it runs; one that was silent for two of these is not connected any more. */
export const HEARTBEAT_MS = 30_000

/** How long an instance is remembered as silent before it is forgotten. */
export const FORGOTTEN_MS = 24 * 60 * 60 * 1000

/** How long an instance that was told of a publication may take to say what it did with it. */
export const ANSWER_MS = 60_000

/** The pace every instance is told at its handshake. */
export const PACE: Pace = { retry: { base_ms: 1_000, cap_ms: 60_000 }, ping_ms: 20_000, heartbeat_ms: HEARTBEAT_MS }
