import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { type AnvilError, type Goodbye, LIVE_SOCKET_PATH } from '@anvil/shared'
import { Server } from 'socket.io'
import type { ForgeContext } from '../context.js'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import type { MovedHead, ServedHead } from '../delivery/head-cache.js'
import { allowOwnSite } from '../http/allow-own-site.js'
import { admission } from './admission.js'
import { broadcastManifest } from './broadcast.js'
import { findAnnounced, markSent } from './delivery-store.js'
import { insertDeliveries } from './delivery-targets.js'
import type { LiveServer, LiveSocket } from './live-socket.js'
import { LiveWatch } from './live-watch.js'
import { type ChangedBundle, changedBundles, encodePush } from './manifest-push.js'
import { PACE } from './pace.js'
import { sendAway } from './send-away.js'
import { serveSocket } from './serve-socket.js'
import { tellAsked } from './tell-asked.js'
import { HttpPusher } from '../receivers/http-pusher.js'

const MAX_MESSAGE_BYTES = 64 * 1024

/** A publication as this process tells its own sockets of it: once, whoever asks. */
interface Telling {
  publicationId: string
  /** The ids of the instances it was sent to. */
  told: Promise<string[]>
}

/** What stands below a LIVE instance's socket. */
interface RawSocket {
  request: IncomingMessage | null
  remoteAddress: string
}

type HubContext = Pick<
  ForgeContext,
  'db' | 'now' | 'log' | 'tokenRevocations' | 'secrets' | 'config' | 'metrics' | 'changes'
>

/** The sockets of LIVE instances: lets them in, pushes to them, and keeps what they say. */
export class LiveHub {
  readonly #ctx: HubContext
  readonly #plane: DeliveryPlane
  readonly #io: LiveServer
  readonly #watch: LiveWatch
  readonly #pusher: HttpPusher
  #attached = false
  #stopHearing: () => void = () => {}
  readonly #environments = new Map<string, Set<LiveSocket>>()
  readonly #tellings = new Map<string, Telling>()

  constructor(ctx: HubContext, plane: DeliveryPlane) {
    this.#ctx = ctx
    this.#plane = plane
    this.#pusher = new HttpPusher(ctx, plane)
    this.#io = new Server({
      path: LIVE_SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: allowOwnSite(ctx.config),
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      pingInterval: PACE.ping_ms,
      pingTimeout: PACE.ping_ms,
    })
    this.#watch = new LiveWatch(ctx, plane, {
      cut: (reasonFor) => this.#cut(reasonFor),
      push: (moved) => this.#push(moved),
      tellAsked: () => this.#tellAsked(),
    })
    this.#io.use(admission(plane))
    this.#io.on('connection', (socket) => this.#welcome(socket))
  }

  /** Begins to take sockets on a server that listens or will. */
  start(server: HttpServer): void {
    this.#io.attach(server)
    // A socket keeps its upgrade request alive for nothing: what was needed of it is in `socket.data`.
    this.#io.engine.on('connection', (raw: RawSocket) => {
      if (raw.request) raw.remoteAddress = this.#plane.addressOf(raw.request)
      raw.request = null
    })
    this.#attached = true
    this.#watch.start()
    this.#pusher.resume()
    this.#stopHearing = this.#ctx.tokenRevocations.onRevoked(() => this.#watch.nudge())
  }

  /** Tells the connected instances of a publication, and keeps whom it is for and who was told. */
  async announce(publicationId: string): Promise<void> {
    const { db, now } = this.#ctx
    const publication = await findAnnounced(db, publicationId)
    if (!publication) return
    const [told] = await Promise.all([
      this.#tellIfHead(publication),
      this.#plane.journal.afterFlush(() => insertDeliveries(db, publication, now())),
    ])
    await markSent(db, publicationId, told, now())
    this.#ctx.changes.announce([{ project_id: publication.project_id, what: 'delivery' }])
    this.#pusher.push(publication)
  }

  /** Lets pushes under way end within `graceMs` and every socket go, telling it to come back soon, and keeps what they said last. */
  async close(graceMs = 0): Promise<void> {
    this.#stopHearing()
    await this.#watch.close()
    await this.#pusher.close(graceMs)
    const farewell = this.#plane.stopping()
    if (farewell) await sendAway([...this.#io.sockets.sockets.values()], farewell)
    this.#io.disconnectSockets(true)
    if (this.#attached) this.#io.engine.close()
    await this.#plane.journal.flush()
  }

  #welcome(socket: LiveSocket): void {
    const { environmentId } = socket.data.grant
    const sockets = this.#environments.get(environmentId) ?? new Set()
    this.#environments.set(environmentId, sockets.add(socket))
    this.#ctx.metrics.sockets.inc()
    socket.on('disconnect', () => {
      sockets.delete(socket)
      this.#ctx.metrics.sockets.dec()
    })
    serveSocket({ socket, plane: this.#plane })
  }

  async #tellIfHead({ id, environment_id }: { id: string; environment_id: string }): Promise<string[]> {
    await this.#watch.refreshHeads()
    const head = await this.#plane.heads.get(environment_id)
    return head.publicationId === id ? this.#tell(head) : []
  }

  async #push({ head, rose }: MovedHead): Promise<void> {
    if (rose) this.#ctx.changes.announce([{ project_id: head.projectId, what: 'publication' }])
    if (rose) this.#pusher.overtake(head)
    if (rose) await this.#tell(head)
    else await this.#broadcast(head, [])
  }

  #tell(head: ServedHead): Promise<string[]> {
    const { environmentId, publicationId } = head
    const known = this.#tellings.get(environmentId)
    if (known?.publicationId === publicationId) return known.told
    const told = changedBundles(this.#ctx.db, publicationId).then((bundles) => {
      this.#plane.bundles.keep(environmentId, bundles)
      return this.#broadcast(head, bundles)
    })
    const telling = { publicationId, told }
    this.#tellings.set(environmentId, telling)
    told.catch(() => this.#tellings.get(environmentId) === telling && this.#tellings.delete(environmentId))
    return told
  }

  #tellAsked(): Promise<void> {
    const { db, now, log } = this.#ctx
    const withHead = (environmentId: string, work: (head: ServedHead) => unknown): void => {
      const told = this.#plane.heads.get(environmentId).then(work)
      told.catch((err: unknown) => log.error({ err }, 'instances that were asked to sync could not be told'))
    }
    const parts = {
      socketsOf: (environmentId: string) => this.#environments.get(environmentId) ?? [],
      send: (environmentId: string, sockets: readonly LiveSocket[]) =>
        withHead(environmentId, (head) => this.#send(head, [], sockets)),
      push: (environmentId: string, ids: ReadonlySet<string>) =>
        withHead(environmentId, ({ publicationId: id }) =>
          this.#pusher.push({ id, environment_id: environmentId }, ids),
        ),
    }
    return tellAsked(db, parts, now())
  }

  #broadcast(head: ServedHead, bundles: readonly ChangedBundle[]): Promise<string[]> {
    return this.#send(head, bundles, [...(this.#environments.get(head.environmentId) ?? [])])
  }

  async #send(head: ServedHead, bundles: readonly ChangedBundle[], sockets: readonly LiveSocket[]): Promise<string[]> {
    const text = encodePush(head.envelope, bundles, sockets.length)
    const isOver = (): boolean => this.#plane.heads.isOver(head)
    const sent = await broadcastManifest(this.#io, sockets, { text, isOver })
    return sent.map((socket) => socket.data.handshake.instance.id)
  }

  #cut(reasonFor: (socket: LiveSocket) => AnvilError | undefined): void {
    for (const socket of this.#io.sockets.sockets.values()) {
      const reason = reasonFor(socket)
      if (!reason) continue
      const { code, message } = reason
      socket.emit('goodbye', { code, message } satisfies Goodbye)
      socket.disconnect(true)
    }
  }
}
