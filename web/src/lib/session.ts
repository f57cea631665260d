import { Session } from '@anvil/shared/api'
import type { BrowserStore } from './browser-store.js'

const KEY = 'anvil.session'

/** The session of this browser; tabs share it, and one that signs out signs all of them out. */
export class SessionStore {
  readonly #store: BrowserStore
  readonly #listeners = new Set<() => void>()
  #current: Session | undefined
  #lastUser: string | undefined

  constructor(store: BrowserStore, page: Pick<Window, 'addEventListener'>) {
    this.#store = store
    this.#take(read(store))
    page.addEventListener('storage', ({ key }) => {
      if (key === KEY || key === null) this.#take(read(store))
    })
  }

  /** The session, or undefined for who is signed out. */
  readonly get = (): Session | undefined => this.#current

  /** Calls a listener after each change, until the function that it answers is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Starts a session, for this tab alone where the browser keeps nothing; true where it is of the same person as the one before. */
  start(session: Session): boolean {
    const isSame = this.#lastUser === session.user.id
    this.#store.keep(KEY, JSON.stringify(session))
    this.#take(session)
    return isSame
  }

  end(): void {
    this.#store.forget(KEY)
    this.#take(undefined)
  }

  #take(session: Session | undefined): void {
    this.#current = session
    this.#lastUser = session?.user.id ?? this.#lastUser
    for (const listener of this.#listeners) listener()
  }
}

function read(store: BrowserStore): Session | undefined {
  try {
    return Session.safeParse(JSON.parse(store.read(KEY) ?? 'null')).data
  } catch {
    return undefined
  }
}
