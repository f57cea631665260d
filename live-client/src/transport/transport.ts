import type { Ack, Handshake, Heartbeat, ManifestEntry } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared/errors'
import type { Arrived, Outcome } from '../receiver/arrived.js'

/** What a transport needs of the client; parts take callbacks and know each other no further. */
export interface TransportHost {
  offer: (arrived: Arrived) => Promise<Outcome>
  /** Verifies and takes keysets. Throws what refuses them. */
  adoptKeysets: (envelopes: readonly Uint8Array[]) => void
  newestKeyset: () => number
  /** The envelope that runs or, at a frozen client, the newest that was refused. */
  knownEnvelope: () => Uint8Array | undefined
  /** FORGE answered and let us in; its time in milliseconds if it told. */
  onContact: (serverTime: number | undefined) => void
  onFailure: (error: AnvilError) => void
  /** FORGE has less than what runs here, and asks for the proof of that. */
  onAhead: () => void
  handshake: () => Promise<Omit<Handshake, 'token' | 'ack'>>
  heartbeat: () => Heartbeat
}

/** Brings what FORGE has to say, and says what became of it. */
export interface Transport {
  /** Starts looking; never throws. */
  start(): void
  /** Looks soon, because something may be had now that could not before. */
  again(): void
  /** Tells FORGE at once how this instance stands, where it can. */
  tell(): void
  /** Tells FORGE what this instance did by itself. */
  acknowledge(ack: Ack): void
  /** Looks at FORGE once, at once, and tells what became of what was found. */
  pull(purpose: PullPurpose): Promise<PullResult>
  fetchKeysets(from: number): Promise<readonly Uint8Array[]>
  fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array>
  readonly via: 'socket' | 'pull' | 'none'
  close(): Promise<void>
}

/** Why FORGE is asked: by the client itself, by a person who wants the newest, or only to see what it would do. */
export type PullPurpose = 'background' | 'sync' | 'preview'

/** `unchanged` when FORGE has nothing but what is known. */
export type PullResult = { kind: 'unchanged' } | { kind: 'offered'; outcome: Outcome }
