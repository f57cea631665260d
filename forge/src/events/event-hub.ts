import type { Server as HttpServer } from 'node:http'
import { AnvilError, parse, type ProjectRole, rolesMay } from '@anvil/shared'
import { EditingPlace, PAGE_SOCKET_PATH } from '@anvil/shared/api'
import { Server } from 'socket.io'
import type { ForgeContext } from '../context.js'
import { allowOwnSite } from '../http/allow-own-site.js'
import { toldError } from '../http/told-error.js'
import { watchBacklog } from '../live/backlog.js'
import { EventBudget } from '../live/event-budget.js'
import { PACE } from '../live/pace.js'
import type { Change } from './changes.js'
import { HintBoard } from './hint-board.js'
import { pageAdmission } from './page-admission.js'
import type { PageServer, PageSocket } from './page-sockets.js'
import { PresenceBoard } from './presence-board.js'
import { checkStanding, type StandingOf } from './standing-check.js'
import { Throttle } from './throttle.js'

const MAX_MESSAGE_BYTES = 16 * 1024
const CONNECT_MS = 10_000

/** How long a project is left in peace after it was told something. */
const PAUSE_MS = 400
const CHECK_MS = 750

/** How long sockets are kept while the database can't tell whose session has ended. */
const UNCHECKED_MS = 60_000
const MOST_SOCKETS = 30
const TRY_AGAIN_MS = 60_000

const Place = EditingPlace.nullable()

type HubContext = Pick<
  ForgeContext,
  'config' | 'db' | 'asActor' | 'lookUp' | 'secrets' | 'now' | 'elapsedMs' | 'log' | 'shutdown' | 'changes'
>

/** The sockets of people's pages: tells them that something changed, never what, and who edits beside them. */
export class EventHub {
  readonly #ctx: HubContext
  readonly #io: PageServer
  readonly #hints = new HintBoard()
  readonly #presence = new PresenceBoard()
  readonly #tellHints = new Throttle(PAUSE_MS, (projectId) => this.#sendHints(projectId))
  readonly #tellPresence = new Throttle(PAUSE_MS, (projectId) => this.#sendPresence(projectId))
  #attached = false
  #stopHearing: () => void = () => {}
  #timer: NodeJS.Timeout | undefined
  #checking: Promise<void> | undefined
  #checkedAt = -Infinity

  constructor(ctx: HubContext) {
    this.#ctx = ctx
    this.#io = new Server({
      path: PAGE_SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      destroyUpgrade: false,
      allowRequest: allowOwnSite(ctx.config),
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_MS,
      pingInterval: PACE.ping_ms,
      pingTimeout: PACE.ping_ms,
    })
    this.#io.use(pageAdmission(ctx))
    this.#io.on('connection', (socket) => this.#welcome(socket))
  }

  /** Begins to take sockets on a server that listens or will. */
  start(server: HttpServer): void {
    this.#io.attach(server)
    this.#attached = true
    this.#checkedAt = this.#ctx.elapsedMs()
    this.#stopHearing = this.#ctx.changes.onChange((changes) => this.#note(changes))
    this.#timer = setInterval(() => {
      this.#checking ??= this.#check().finally(() => (this.#checking = undefined))
    }, CHECK_MS)
  }

  /** Lets every socket go, as if the line had broken: pages come back by themselves. */
  async close(): Promise<void> {
    this.#stopHearing()
    clearInterval(this.#timer)
    this.#tellHints.close()
    this.#tellPresence.close()
    await this.#checking
    if (this.#attached) this.#io.engine.close()
  }

  #welcome(socket: PageSocket): void {
    const { data } = socket
    if (this.#sockets().filter((one) => one.data.person.id === data.person.id).length > MOST_SOCKETS) {
      sendAway(socket, tooMany())
      return
    }
    watchBacklog(socket)
    void socket.join(data.projectId)
    const budget = new EventBudget()
    const take = (event: () => void): void => {
      try {
        budget.spend(this.#ctx.now())
        event()
      } catch (error) {
        sendAway(socket, toldError(error))
      }
    }
    socket.on('editing', (place: unknown) => take(() => this.#edits(socket, parse(Place, place))))
    socket.onAny((event: string) => event !== 'editing' && take(() => undefined))
    socket.on('disconnect', () => {
      if (this.#presence.drop(socket.id)) this.#tellPresence.ask(data.projectId)
    })
    socket.emit('presence', this.#presence.of(data.projectId))
  }

  #edits(socket: PageSocket, editing: EditingPlace | null): void {
    const { data, id } = socket
    if (!rolesMay(data.roles, 'draft.write')) return
    this.#presence.set(id, data, editing)
    this.#tellPresence.ask(data.projectId)
  }

  #note(changes: readonly Change[]): void {
    const heard = changes.filter(({ project_id }) => this.#io.sockets.adapter.rooms.has(project_id))
    for (const change of heard) this.#hints.put(change)
    for (const projectId of new Set(heard.map(({ project_id }) => project_id))) this.#tellHints.ask(projectId)
  }

  #sendHints(project_id: string): void {
    this.#io.to(project_id).emit('changed', { project_id, hints: this.#hints.take(project_id) })
  }

  #sendPresence(projectId: string): void {
    this.#io.to(projectId).emit('presence', this.#presence.of(projectId))
  }

  /**
   * Ends the sockets of sessions that are over and of people who left the project, and tells who is something else there
   * now; ends all, where nobody can tell for a minute.
   */
  async #check(): Promise<void> {
    const { db, now, elapsedMs, log } = this.#ctx
    const asked = elapsedMs()
    const looked = this.#sockets().map(({ data }) => data)
    try {
      const standingOf = looked.length === 0 ? undefined : await checkStanding(db, looked, now())
      this.#checkedAt = asked
      if (standingOf) this.#takeUp(standingOf)
    } catch (err) {
      if (elapsedMs() - this.#checkedAt <= UNCHECKED_MS) return
      log.error({ err }, 'pages are cut off: the database can’t tell whose session has ended')
      for (const socket of this.#sockets()) socket.conn.close()
    }
  }

  #takeUp(standingOf: StandingOf): void {
    for (const socket of this.#sockets()) {
      const standing = standingOf(socket.data)
      if (!standing) continue
      if ('reasonToGo' in standing) sendAway(socket, standing.reasonToGo)
      else if (!isSame(standing.roles, socket.data.roles)) this.#changeRoles(socket, standing.roles)
    }
  }

  /** Who is something else in a project now reads all of it again, and is shown as editing no more where they may not. */
  #changeRoles(socket: PageSocket, roles: readonly ProjectRole[]): void {
    const { data, id } = socket
    data.roles = roles
    socket.emit('changed', { project_id: data.projectId, hints: [{ what: 'project' }] })
    if (!rolesMay(roles, 'draft.write') && this.#presence.drop(id)) this.#tellPresence.ask(data.projectId)
  }

  #sockets(): PageSocket[] {
    return [...this.#io.sockets.sockets.values()]
  }
}

const isSame = (one: readonly ProjectRole[], other: readonly ProjectRole[]): boolean =>
  one.toSorted().join() === other.toSorted().join()

function sendAway(socket: PageSocket, { code, message }: AnvilError): void {
  socket.emit('goodbye', { code, message, ...(code === 'request.rate_limited' && { retry_after_ms: TRY_AGAIN_MS }) })
  socket.disconnect(true)
}

function tooMany(): AnvilError {
  return new AnvilError(
    'request.rate_limited',
    `You have more than ${MOST_SOCKETS} pages open at this FORGE. This one asks by itself every few seconds instead.`,
  )
}
