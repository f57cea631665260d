import { Socket } from 'node:net'

/**
 * Ends connections on which nothing came or went for too long. A database host that vanished closes nothing, and what
 * waits for its answer would wait for as long as the operating system repeats itself: a quarter of an hour.
 */
export class SilenceLimit {
  readonly #sockets = new Set<Socket>()
  #ms = 0

  /** A socket for a new connection, under the limit. */
  readonly open = (): Socket => {
    const socket = new Socket()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('timeout', () => socket.destroy(this.#tooLong()))
    return socket.setTimeout(this.#ms)
  }

  /** Sets the limit in milliseconds, also for what is open; 0 is none. */
  set(ms: number): void {
    this.#ms = ms
    for (const socket of this.#sockets) socket.setTimeout(ms)
  }

  #tooLong(): Error {
    return Object.assign(new Error(`PostgreSQL said nothing for ${this.#ms / 1_000} seconds`), { code: 'ETIMEDOUT' })
  }
}
