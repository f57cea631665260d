/** A browser's storage in memory: what it keeps are its own keys, as in a browser. */
export class TestStorage implements Storage {
  [name: string]: unknown

  get length(): number {
    return Object.keys(this).length
  }

  getItem(key: string): string | null {
    const value: unknown = Object.getOwnPropertyDescriptor(this, key)?.value
    return typeof value === 'string' ? value : null
  }

  setItem(key: string, value: string): void {
    this[key] = value
  }

  removeItem(key: string): void {
    delete this[key]
  }

  clear(): void {
    for (const key of Object.keys(this)) delete this[key]
  }

  key(at: number): string | null {
    return Object.keys(this)[at] ?? null
  }
}

/** A browser whose storage is full, or closed to the page. */
export class FullStorage extends TestStorage {
  override setItem(): void {
    throw new DOMException('The quota is exceeded.', 'QuotaExceededError')
  }
}

/** A browser whose storage has room for so many characters. */
export class TightStorage extends TestStorage {
  readonly #limit: { room: number }

  constructor(room: number) {
    super()
    this.#limit = { room }
  }

  set room(room: number) {
    this.#limit.room = room
  }

  override setItem(key: string, value: string): void {
    const others = Object.keys(this).filter((name) => name !== key)
    const taken = others.reduce((sum, name) => sum + name.length + (this.getItem(name)?.length ?? 0), 0)
    if (taken + key.length + value.length > this.#limit.room) {
      throw new DOMException('The quota is exceeded.', 'QuotaExceededError')
    }
    super.setItem(key, value)
  }
}
