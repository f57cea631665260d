const MOST = 3

/** What a person is told in passing. */
export interface Toast {
  id: number
  text: string
}

/** What is told in passing now: the newest few. What failed is not told here but beside what it concerns. */
export class ToastStore {
  readonly #listeners = new Set<() => void>()
  #shown: readonly Toast[] = []
  #last = 0

  readonly get = (): readonly Toast[] => this.#shown

  /** Calls a listener after each change, until the function that it answers is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells something; the same again takes the place of what was told before. */
  readonly say = (text: string): void => {
    this.#last += 1
    const others = this.#shown.filter((toast) => toast.text !== text)
    this.#show([...others, { id: this.#last, text }].slice(-MOST))
  }

  readonly close = (id: number): void => this.#show(this.#shown.filter((toast) => toast.id !== id))

  readonly clear = (): void => this.#show([])

  #show(toasts: readonly Toast[]): void {
    this.#shown = toasts
    for (const listener of this.#listeners) listener()
  }
}

export const toasts = new ToastStore()
