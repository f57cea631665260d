/** Does some work for a key at once, and after that at most once in a while; the last time it is asked for is never left out. */
export class Throttle {
  readonly #pauseMs: number
  readonly #work: (key: string) => void
  readonly #pauses = new Map<string, { timer: NodeJS.Timeout; asked: boolean }>()

  constructor(pauseMs: number, work: (key: string) => void) {
    this.#pauseMs = pauseMs
    this.#work = work
  }

  ask(key: string): void {
    const pause = this.#pauses.get(key)
    if (pause) pause.asked = true
    else this.#do(key)
  }

  close(): void {
    for (const { timer } of this.#pauses.values()) clearTimeout(timer)
    this.#pauses.clear()
  }

  #do(key: string): void {
    const timer = setTimeout(() => this.#goOn(key), this.#pauseMs)
    this.#pauses.set(key, { timer, asked: false })
    this.#work(key)
  }

  #goOn(key: string): void {
    const isAsked = this.#pauses.get(key)?.asked === true
    this.#pauses.delete(key)
    if (isAsked) this.#do(key)
  }
}
