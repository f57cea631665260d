import type { PageHandshake } from '@anvil/shared/api'
import type { PageSocket } from '../../src/features/events/event-line.js'

type Listener = (told: unknown) => void

/** A socket without a line: a test says what arrives, and looks at what was sent. */
export class TestSocket implements PageSocket {
  readonly sent: [string, unknown][] = []
  connects = 0
  connected = false
  active = true
  readonly #listeners = new Map<string, Listener>()

  readonly auth: PageHandshake

  constructor(auth: PageHandshake) {
    this.auth = auth
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener)
  }

  emit(event: string, told: unknown): void {
    this.sent.push([event, told])
  }

  connect(): void {
    this.connects += 1
  }

  disconnect(): void {
    this.connected = false
  }

  arrive(event: string, told?: unknown): void {
    if (event === 'connect') this.connected = true
    if (event === 'disconnect') this.connected = false
    this.#listeners.get(event)?.(told)
  }
}
