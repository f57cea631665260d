import type { IncomingMessage, ServerResponse } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { retryAfterMs, toldError } from '../http/told-error.js'
import { answerReport } from '../live/answer-report.js'
import { answerBundle, answerCurrentBundle, answerKeysets, answerManifest } from './delivery-answers.js'
import type { DeliveryPlane } from './delivery-plane.js'

const READ = ['GET', 'HEAD']
const ROUTES = [
  { path: /^\/api\/v1\/projects\/([^/]+)\/manifest\/?$/, methods: READ, answer: answerManifest },
  { path: /^\/api\/v1\/bundles\/([^/]+)\/?$/, methods: READ, answer: answerBundle },
  { path: /^\/api\/v1\/keyset\/?$/, methods: READ, answer: answerKeysets },
  { path: /^\/api\/v1\/projects\/([^/]+)\/current_bundle\/?$/, methods: READ, answer: answerCurrentBundle },
  { path: /^\/api\/v1\/projects\/([^/]+)\/instances\/([\w.:-]{1,64})\/?$/, methods: ['PUT'], answer: answerReport },
]

type Route = (typeof ROUTES)[number]

/** One request to the delivery plane, as its answers are given it. */
export interface DeliveryRequest {
  plane: DeliveryPlane
  req: IncomingMessage
  res: ServerResponse
  /** What the path names: a project or a bundle, as it was written. */
  name: string
  /** The LIVE instance that the path names, where it does. */
  instanceId: string
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
    const request = { plane, req, res, name: match[1] ?? '', instanceId: match[2] ?? '', query }
    answer(route, request).catch((error: unknown) => refuse(request, error))
    return true
  }
  return false
}

async function answer({ methods, answer }: Route, request: DeliveryRequest): Promise<void> {
  const { method = '' } = request.req
  if (!methods.includes(method)) {
    request.res.setHeader('Allow', methods.join(', '))
    throw new AnvilError('request.method_not_allowed', `${method} is not possible here. Use ${methods[0]}.`)
  }
  const refused = methods === READ ? undefined : request.plane.crossSite(request.req)
  if (refused) throw refused
  await answer(request)
}

function refuse({ plane, res }: DeliveryRequest, thrown: unknown): void {
  const request_id = plane.newId()
  const error = toldError(thrown)
  if (error.status >= 500) plane.log.error({ err: thrown, request_id }, 'a delivery failed')
  const wait = retryAfterMs(error)
  if (wait !== undefined) res.setHeader('Retry-After', Math.ceil(wait / 1000))
  const body = Buffer.from(JSON.stringify({ error: { ...error.toJSON().error, request_id } }))
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }
  if (error.status === 401) res.setHeader('WWW-Authenticate', 'Bearer')
  res.writeHead(error.status, { ...headers, 'Content-Length': body.length, 'X-Request-Id': request_id })
  res.end(body)
}
