import { Goodbye } from '@anvil/shared'
import { Changed, type EditingPlace, type Hint, type PageHandshake, Presence } from '@anvil/shared/api'
import { z } from 'zod'
import type { SessionStore } from '../../lib/session.js'

/** What is used of a socket of socket.io. */
export interface PageSocket {
  readonly connected: boolean
  /** Whether it comes back by itself. */
  readonly active: boolean
  on: (event: string, listener: (told: unknown) => void) => unknown
  emit: (event: string, told: unknown) => unknown
  connect: () => unknown
  disconnect: () => unknown
}

const Refusal = z.object({ data: Goodbye })

/** What the page knows by its line to FORGE. */
export interface Heard {
  /** Whether FORGE tells of changes, so that there is no need to ask often. */
  isOpen: boolean
  editing: Presence['editing']
}

interface LineParts {
  session: Pick<SessionStore, 'get' | 'subscribe' | 'end'>
  /** Makes a socket that is not connected yet. */
  makeSocket: (auth: PageHandshake) => Promise<PageSocket>
  /** Is told what changed, or may have while nobody told. */
  hear: (projectId: string, hints: readonly Hint[]) => void
}

const NOTHING: Heard = { isOpen: false, editing: [] }
const ANYTHING: Hint[] = [{ what: 'project' }]

/** The page's one line to FORGE, for the session and the project it shows: hears that something changed, and who edits. */
export class EventLine {
  readonly #parts: LineParts
  readonly #listeners = new Set<() => void>()
  #projectId: string | undefined
  #place: EditingPlace | null = null
  #auth: PageHandshake | undefined
  #socket: PageSocket | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #heard = NOTHING

  constructor(parts: LineParts) {
    this.#parts = parts
    parts.session.subscribe(() => this.#renew())
  }

  readonly get = (): Heard => this.#heard

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Listens for a project, until the function that it answers is called. */
  watch(projectId: string): () => void {
    this.#projectId = projectId
    this.#renew()
    return () => {
      if (this.#projectId !== projectId) return
      this.#projectId = undefined
      this.#renew()
    }
  }

  /** Tells the others of the project that a prompt is edited here, until the function that it answers is called. */
  edit(place: EditingPlace): () => void {
    this.#tell(place)
    return () => {
      if (this.#place === place) this.#tell(null)
    }
  }

  #tell(place: EditingPlace | null): void {
    this.#place = place
    if (this.#socket?.connected === true) this.#socket.emit('editing', place)
  }

  #renew(): void {
    const token = this.#parts.session.get()?.token
    const project_id = this.#projectId
    if (this.#auth?.token === token && this.#auth?.project_id === project_id) return
    this.#close()
    if (token === undefined || project_id === undefined) return
    const auth = { token, project_id }
    this.#auth = auth
    void this.#open(auth).catch(() => undefined)
  }

  #close(): void {
    clearTimeout(this.#retry)
    this.#auth = undefined
    this.#socket?.disconnect()
    this.#socket = undefined
    this.#show(NOTHING)
  }

  async #open(auth: PageHandshake): Promise<void> {
    const socket = await this.#parts.makeSocket(auth)
    if (this.#auth !== auth) return
    this.#socket = socket
    const isCurrent = (): boolean => this.#socket === socket
    socket.on('connect', () => isCurrent() && this.#connected(socket, auth))
    socket.on('disconnect', () => isCurrent() && this.#show(NOTHING))
    socket.on('changed', (told) => isCurrent() && this.#changed(auth, told))
    socket.on('presence', (told) => isCurrent() && this.#presence(told))
    socket.on('goodbye', (told) => isCurrent() && this.#sentAway(auth, Goodbye.safeParse(told).data))
    socket.on('connect_error', (error) => {
      if (isCurrent() && !socket.active) this.#sentAway(auth, Refusal.safeParse(error).data?.data)
    })
    socket.connect()
  }

  #connected(socket: PageSocket, { project_id }: PageHandshake): void {
    this.#show({ isOpen: true, editing: [] })
    if (this.#place) socket.emit('editing', this.#place)
    this.#parts.hear(project_id, ANYTHING)
  }

  #changed({ project_id }: PageHandshake, told: unknown): void {
    const changed = Changed.safeParse(told)
    this.#parts.hear(project_id, changed.success ? changed.data.hints : ANYTHING)
  }

  #presence(told: unknown): void {
    const presence = Presence.safeParse(told)
    if (presence.success) this.#show({ isOpen: true, editing: presence.data.editing })
  }

  /** Goes by the reason for which FORGE wants no socket of this page: now, for a while, or for good. */
  #sentAway({ token, project_id }: PageHandshake, told: Goodbye | undefined): void {
    if (told?.code === 'auth.session_ended' && this.#parts.session.get()?.token === token) this.#parts.session.end()
    if (told?.code === 'project.not_found') this.#parts.hear(project_id, ANYTHING)
    clearTimeout(this.#retry)
    if (told?.retry_after_ms === undefined) return
    this.#retry = setTimeout(() => this.#socket?.connect(), told.retry_after_ms)
  }

  #show(heard: Heard): void {
    if (heard === this.#heard) return
    this.#heard = heard
    for (const listener of this.#listeners) listener()
  }
}
