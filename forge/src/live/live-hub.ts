import type { Server as HttpServer } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { type AnvilError, type Goodbye, LIVE_SOCKET_PATH } from '@anvil/shared'
import { Server } from 'socket.io'
import type { AppContext } from '../context.js'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import { admission } from './admission.js'
import { isBackedUp } from './backlog.js'
import { findAnnounced, insertDeliveries, markSent } from './delivery-store.js'
import { LiveJournal } from './live-journal.js'
import type { LiveServer, LiveSocket } from './live-socket.js'
import { LiveWatch } from './live-watch.js'
import { changedBundles, encodePush } from './manifest-push.js'
import { PACE } from './pace.js'
import { serveSocket } from './serve-socket.js'

const SHARD_SOCKETS = 500
const MAX_MESSAGE_BYTES = 64 * 1024

type HubContext = Pick<AppContext, 'db' | 'now' | 'log' | 'tokenRevocations'>

/** The sockets of LIVE instances: lets them in, pushes to them, and keeps what they say. */
export class LiveHub {
  readonly #ctx: HubContext
  readonly #plane: DeliveryPlane
  readonly #io: LiveServer
  readonly #journal: LiveJournal
  readonly #watch: LiveWatch
  #attached = false
  #stopHearing: () => void = () => {}
  readonly #environments = new Map<string, Set<LiveSocket>>()

  constructor(ctx: HubContext, plane: DeliveryPlane) {
    this.#ctx = ctx
    this.#plane = plane
    this.#journal = new LiveJournal(ctx)
    this.#io = new Server({
      path: LIVE_SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      pingInterval: PACE.ping_ms,
      pingTimeout: PACE.ping_ms,
    })
    this.#watch = new LiveWatch(ctx, plane, {
      cut: (goesFor, error) => this.#cut(goesFor, error),
      push: (environmentId) => this.#pushHead(environmentId),
    })
    this.#io.use(admission(plane))
    this.#io.on('connection', (socket) => this.#welcome(socket))
  }

  /** Begins to take sockets on a server that listens or will. */
  start(server: HttpServer): void {
    this.#io.attach(server)
    // A socket keeps its upgrade request alive for nothing: what was needed of it is in `socket.data`.
    this.#io.engine.on('connection', (raw: { request: unknown }) => (raw.request = null))
    this.#attached = true
    this.#watch.start()
    this.#stopHearing = this.#ctx.tokenRevocations.onRevoked(() => this.#watch.nudge())
  }

  /** Tells the connected instances of a publication, in shards, and keeps who was told. */
  async announce(publicationId: string): Promise<void> {
    const publication = await findAnnounced(this.#ctx.db, publicationId)
    if (!publication) return
    await this.#journal.flush()
    await insertDeliveries(this.#ctx.db, publication, this.#ctx.now())
    await this.#plane.heads.refresh()
    const head = await this.#plane.heads.get(publication.environment_id)
    const isHead = head.epoch === publication.epoch && head.sequence === publication.sequence
    if (!isHead) return
    const bundles = await changedBundles(this.#ctx.db, publicationId)
    const sockets = [...(this.#environments.get(publication.environment_id) ?? [])]
    await this.#broadcast(sockets, encodePush(head.envelope, bundles, sockets.length))
    const ids = sockets.map((socket) => socket.data.handshake.instance.id)
    await markSent(this.#ctx.db, publicationId, ids, this.#ctx.now())
  }

  /** Lets every socket go and keeps what they said last. */
  async close(): Promise<void> {
    this.#stopHearing()
    await this.#watch.close()
    this.#io.disconnectSockets(true)
    if (this.#attached) this.#io.engine.close()
    await this.#journal.flush()
  }

  #welcome(socket: LiveSocket): void {
    const { environmentId } = socket.data.grant
    const sockets = this.#environments.get(environmentId) ?? new Set()
    this.#environments.set(environmentId, sockets.add(socket))
    socket.on('disconnect', () => sockets.delete(socket))
    serveSocket({ socket, plane: this.#plane, journal: this.#journal, now: this.#ctx.now })
  }

  async #pushHead(environmentId: string): Promise<void> {
    const { envelope } = await this.#plane.heads.get(environmentId)
    const sockets = [...(this.#environments.get(environmentId) ?? [])]
    await this.#broadcast(sockets, encodePush(envelope, [], sockets.length))
  }

  async #broadcast(sockets: readonly LiveSocket[], push: string): Promise<void> {
    for (let from = 0; from < sockets.length; from += SHARD_SOCKETS) {
      const shard = sockets.slice(from, from + SHARD_SOCKETS).filter((socket) => !isBackedUp(socket))
      this.#io.to(shard.map((socket) => socket.id)).emit('manifest', push)
      await setImmediate()
    }
  }

  #cut(goesFor: (socket: LiveSocket) => boolean, { code, message }: AnvilError): void {
    const goodbye: Goodbye = { code, message }
    for (const socket of this.#io.sockets.sockets.values()) {
      if (!goesFor(socket)) continue
      socket.emit('goodbye', goodbye)
      socket.disconnect(true)
    }
  }
}
