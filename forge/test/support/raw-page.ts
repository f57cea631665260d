import { Changed, PAGE_SOCKET_PATH, Presence } from '@anvil/shared/api'
import { io, type Socket } from 'socket.io-client'

interface Told {
  code: string
  message: string
  retry_after_ms?: number
}

/** A page's socket that does what a test tells it to. */
export interface RawPage {
  socket: Socket
  connected: Promise<void>
  /** Every message of hints, as it came. */
  changed: Changed[]
  presence: Presence[]
  goodbye: Promise<Told>
  ended: Promise<string>
  /** What it heard of, each once, such as `prompts/<prompt set>`. */
  heard: () => string[]
  /** Who edits which prompt, as told last. */
  editing: () => string[]
}

/** Connects it; what FORGE sends has to be of the form that is written down. */
export function rawPage(url: string, auth: object): RawPage {
  const socket = io(url, {
    path: PAGE_SOCKET_PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
  })
  const [changed, presence]: [Changed[], Presence[]] = [[], []]
  socket.on('changed', (told: unknown) => changed.push(Changed.parse(told)))
  socket.on('presence', (told: unknown) => presence.push(Presence.parse(told)))
  const once = <T>(event: string) => new Promise<T>((resolve) => socket.once(event, resolve))
  return {
    socket,
    changed,
    presence,
    connected: once('connect'),
    goodbye: once('goodbye'),
    ended: once('disconnect'),
    heard: () => [
      ...new Set(
        changed.flatMap(({ hints }) =>
          hints.map(({ what, prompt_set_id }) => (prompt_set_id === undefined ? what : `${what}/${prompt_set_id}`)),
        ),
      ),
    ],
    editing: () => presence.at(-1)?.editing.map(({ person, prompt_id }) => `${person.name}: ${prompt_id}`) ?? [],
  }
}

/** Why FORGE does not let it in. */
export function pageRefusal(page: RawPage): Promise<Told | undefined> {
  return new Promise((resolve, reject) => {
    page.socket.once('connect', () => reject(new Error('FORGE let it in')))
    page.socket.once('connect_error', (error: Error & { data?: Told }) => resolve(error.data))
  })
}
