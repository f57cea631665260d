import { Ack, AnvilError, type ClientEvents, Heartbeat, parse, type Position } from '@anvil/shared'
import { comparePositions } from '@anvil/shared/bundle'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import type { ServedHead } from '../delivery/head-cache.js'
import { watchBacklog } from './backlog.js'
import { EventBudget } from './event-budget.js'
import type { InstanceKey } from './instance-store.js'
import type { LiveJournal } from './live-journal.js'
import type { LiveSocket } from './live-socket.js'
import { encodePush } from './manifest-push.js'
import { PACE } from './pace.js'

interface Served {
  socket: LiveSocket
  plane: DeliveryPlane
}

/** What is counted where it is taken; of other events, as a later client may send, only that they come. */
const KNOWN: ReadonlySet<string> = new Set(['ack', 'heartbeat'] satisfies (keyof ClientEvents)[])

/** Talks with one LIVE instance from its welcome to its end. */
export function serveSocket({ socket, plane }: Served): void {
  const { grant, handshake, address } = socket.data
  const { journal, now } = plane
  const key = { environment_id: grant.environmentId, id: handshake.instance.id }
  const budget = new EventBudget()
  watchBacklog(socket)
  const take = (event: () => void): void => {
    try {
      budget.spend(now())
      event()
    } catch (error) {
      leave(socket, error)
    }
  }
  journal.connected({
    key,
    project_id: grant.projectId,
    access_token_id: grant.tokenId,
    address,
    handshake,
    by_socket: true,
  })
  socket.on('ack', (ack: unknown) => take(() => journal.acknowledged(key, parse(Ack, ack))))
  socket.on('heartbeat', (beat: unknown) => take(() => journal.beat(key, parse(Heartbeat, beat))))
  socket.onAny((event: string) => !KNOWN.has(event) && take(() => undefined))
  socket.on('disconnect', () => journal.disconnected(key))
  plane.heads.get(grant.environmentId).then(
    (head) => welcome(socket, head, plane),
    (err: unknown) => {
      plane.log.error({ err }, 'a LIVE instance could not be welcomed')
      socket.disconnect(true)
    },
  )
}

/** Notes where an instance stands when it comes: whether it runs the head, and what it did last. */
export function noteStanding(
  journal: LiveJournal,
  head: ServedHead,
  { key, have, ack }: { key: InstanceKey; have: Position | null; ack: Ack | undefined },
): void {
  const { epoch, sequence } = head
  if (ack) journal.acknowledged(key, ack)
  if (isAt(have, head)) journal.acknowledged(key, { epoch, sequence, result: 'current', took_ms: 0 })
}

function welcome(socket: LiveSocket, head: ServedHead, { journal, now }: DeliveryPlane): void {
  const { grant, handshake } = socket.data
  const key = { environment_id: grant.environmentId, id: handshake.instance.id }
  noteStanding(journal, head, { key, have: handshake.have, ack: handshake.ack })
  const prove = handshake.have !== null && comparePositions(handshake.have, head) > 0
  socket.emit('welcome', { server_time: now().toISOString(), pace: PACE, manifest: null, prove })
  if (isOlder(handshake.have, head)) socket.emit('manifest', encodePush(head.envelope, [], 1))
}

const isAt = (have: Position | null, head: ServedHead): boolean =>
  have?.epoch === head.epoch && have.sequence === head.sequence

function isOlder(have: Position | null, head: ServedHead): boolean {
  return !have || have.epoch < head.epoch || (have.epoch === head.epoch && have.sequence < head.sequence)
}

function leave(socket: LiveSocket, thrown: unknown): void {
  const { code, message } =
    thrown instanceof AnvilError ? thrown : new AnvilError('internal', 'FORGE failed to take an event.')
  socket.emit('goodbye', { code, message })
  socket.disconnect(true)
}
