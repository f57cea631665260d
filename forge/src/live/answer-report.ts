import type { IncomingMessage } from 'node:http'
import { AnvilError, InstanceReport, type InstanceReportAnswer, parse } from '@anvil/shared'
import { parseStrict, readCapped } from '@anvil/shared/bundle'
import { bearerToken } from '../delivery/token-cache.js'
import type { DeliveryRequest } from '../delivery/delivery-handler.js'
import { PACE } from './pace.js'
import { noteStanding } from './serve-socket.js'

const MAX_BYTES = 64 * 1024
const ARRIVAL_MS = 15_000

/** `PUT /projects/:id/instances/:instance`: an instance without a socket tells how it stands, and hears the time and pace. */
export async function answerReport({ plane, req, res, name, instanceId }: DeliveryRequest): Promise<void> {
  const grant = await plane.tokens.grantOf(bearerToken(req.headers.authorization))
  await plane.limit(grant.tokenId)
  if (grant.projectId !== name.toLowerCase())
    throw new AnvilError('token.wrong_project', 'This access token is for another project. Check ANVIL_PROJECT_ID.')
  const { heartbeat, ...handshake } = parse(InstanceReport, parseStrict(await readBody(req), { maxBytes: MAX_BYTES }))
  if (handshake.instance.id !== instanceId)
    throw new AnvilError('request.invalid', 'The instance in the body is another one than the address names.')
  const key = { environment_id: grant.environmentId, id: instanceId }
  await plane.cap.admit(grant, instanceId)
  const address = plane.addressOf(req)
  const seen = { key, project_id: grant.projectId, access_token_id: grant.tokenId, address, handshake }
  plane.journal.connected({ ...seen, by_socket: false })
  const head = await plane.heads.get(grant.environmentId)
  noteStanding(plane.journal, head, { key, have: handshake.have, ack: handshake.ack })
  plane.journal.beat(key, heartbeat)
  const answer: InstanceReportAnswer = { server_time: plane.now().toISOString(), pace: PACE }
  const body = Buffer.from(JSON.stringify(answer))
  res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length })
  res.end(body)
}

async function readBody(req: IncomingMessage): Promise<Uint8Array> {
  try {
    return await readCapped(req.iterator({ destroyOnReturn: false }), MAX_BYTES, AbortSignal.timeout(ARRIVAL_MS))
  } catch (cause) {
    if (cause instanceof AnvilError && cause.code === 'bundle.too_large')
      throw new AnvilError('request.too_large', `A report may have ${MAX_BYTES} bytes. Send fewer labels.`, { cause })
    throw new AnvilError('request.invalid', 'The body ended before its Content-Length. Send it whole.', { cause })
  }
}
