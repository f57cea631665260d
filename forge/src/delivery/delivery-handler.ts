import type { IncomingMessage, ServerResponse } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { answerBundle, answerCurrentBundle, answerKeysets, answerManifest } from './delivery-answers.js'
import type { DeliveryPlane } from './delivery-plane.js'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const ROUTES = [
  { path: new RegExp(`^/api/v1/projects/(${UUID})/manifest$`), answer: answerManifest },
  { path: /^\/api\/v1\/bundles\/sha256-([0-9a-f]{64})$/, answer: answerBundle },
  { path: /^\/api\/v1\/keyset$/, answer: answerKeysets },
  { path: new RegExp(`^/api/v1/projects/(${UUID})/current_bundle$`), answer: answerCurrentBundle },
]

/** One request to the delivery plane, as its answers are given it. */
export interface DeliveryRequest {
  plane: DeliveryPlane
  req: IncomingMessage
  res: ServerResponse
  /** What the path names: a project or a digest. */
  name: string
  query: URLSearchParams
}

/** Answers what LIVE instances fetch, before Express and mostly from memory; says whether the request was one of those. */
export function handleDelivery(plane: DeliveryPlane, req: IncomingMessage, res: ServerResponse): boolean {
  const url = req.url ?? ''
  if (!url.startsWith('/api/v1/')) return false
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  for (const route of ROUTES) {
    const match = route.path.exec(path)
    if (!match) continue
    const query = new URLSearchParams(at === -1 ? '' : url.slice(at))
    const request = { plane, req, res, name: match[1] ?? '', query }
    answer(route.answer, request).catch((error: unknown) => refuse(request, error))
    return true
  }
  return false
}

async function answer(route: (request: DeliveryRequest) => Promise<void>, request: DeliveryRequest): Promise<void> {
  const { method } = request.req
  if (method !== 'GET' && method !== 'HEAD') {
    request.res.setHeader('Allow', 'GET, HEAD')
    throw new AnvilError('request.method_not_allowed', `${method} is not possible here. Use GET.`)
  }
  await route(request)
}

function refuse({ plane, res }: DeliveryRequest, thrown: unknown): void {
  const request_id = plane.newId()
  const known = thrown instanceof AnvilError
  const error = known
    ? thrown
    : new AnvilError('forge.unavailable', 'FORGE can reach its database no more. Try again soon.')
  if (!known) plane.log.error({ err: thrown, request_id }, 'a delivery failed')
  const body = Buffer.from(JSON.stringify({ error: { ...error.toJSON().error, request_id } }))
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }
  if (error.status === 401) res.setHeader('WWW-Authenticate', 'Bearer')
  res.writeHead(error.status, { ...headers, 'Content-Length': body.length, 'X-Request-Id': request_id })
  res.end(body)
}
