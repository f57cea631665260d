import { Handshake, parse } from '@anvil/shared'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import { retryAfterMs, toldError } from '../http/told-error.js'
import type { LiveSocket } from './live-socket.js'

const RETRY_LATER_MS = 5_000
const REFUSED_RETRY_MS = 300_000

/** Lets a socket in whose handshake is well formed and whose access token is good; tells the others why not. */
export function admission(plane: DeliveryPlane): (socket: LiveSocket, next: (error?: Error) => void) => void {
  return (socket, next) => {
    void (async () => next(await refusalOf(plane, socket)))()
  }
}

/** Why a socket can't come in; undefined where it may. */
async function refusalOf(plane: DeliveryPlane, socket: LiveSocket): Promise<Error | undefined> {
  try {
    await admit(plane, socket)
    return undefined
  } catch (error) {
    return refusal(plane, error)
  }
}

async function admit(plane: DeliveryPlane, socket: LiveSocket): Promise<void> {
  const stopping = plane.stopping()
  if (stopping) throw stopping
  const handshake = parse(Handshake, socket.handshake.auth)
  const grant = await plane.tokens.grantOf(handshake.token)
  await plane.limit(grant.tokenId)
  const doubt = plane.tokens.doubt()
  if (doubt) throw doubt
  await plane.cap.admit(grant, handshake.instance.id)
  socket.data = { grant, handshake: { ...handshake, token: '' }, address: socket.handshake.address }
}

function refusal(plane: DeliveryPlane, thrown: unknown): Error {
  const told = toldError(thrown)
  const { code, message, status } = told
  if (status >= 500) plane.log.error({ err: thrown }, 'a LIVE instance could not be let in')
  const retry_after_ms = retryAfterMs(told) ?? (status >= 500 ? RETRY_LATER_MS : REFUSED_RETRY_MS)
  return Object.assign(new Error(message), { data: { code, message, retry_after_ms } })
}
