import type { Ack, ManifestEntry } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared/errors'
import { notLoaded } from '../not-loaded.js'
import type { PullPurpose, PullResult, Transport } from './transport.js'

export interface LazyTransportOptions {
  load: () => Promise<Transport>
  onFailure: (error: AnvilError) => void
}

/** A transport whose code is loaded when it is started or first asked: serving from the disk needs none of it. */
export class LazyTransport implements Transport {
  readonly #options: LazyTransportOptions
  #loading: Promise<Transport> | undefined
  #loaded: Transport | undefined
  #closed = false

  constructor(options: LazyTransportOptions) {
    this.#options = options
  }

  get via(): 'socket' | 'pull' | 'none' {
    return this.#loaded?.via ?? 'none'
  }

  start(): void {
    void this.#start()
  }

  /** One that is still being loaded looks by itself once it starts. */
  again(): void {
    this.#loaded?.again()
  }

  tell(): void {
    this.#loaded?.tell()
  }

  acknowledge(ack: Ack): void {
    this.#loaded?.acknowledge(ack)
  }

  async pull(purpose: PullPurpose): Promise<PullResult> {
    return (await this.#load()).pull(purpose)
  }

  async fetchKeysets(from: number): Promise<readonly Uint8Array[]> {
    return (await this.#load()).fetchKeysets(from)
  }

  async fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    return (await this.#load()).fetchBundle(entry, signal)
  }

  async close(): Promise<void> {
    this.#closed = true
    const transport = await this.#loading?.catch(() => undefined)
    await transport?.close()
  }

  async #start(): Promise<void> {
    try {
      const transport = await this.#load()
      if (!this.#closed) transport.start()
    } catch (cause) {
      this.#options.onFailure(notLoaded(cause))
    }
  }

  #load(): Promise<Transport> {
    this.#loading ??= this.#options.load().then((transport) => {
      this.#loaded = transport
      return transport
    })
    return this.#loading
  }
}
