import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AnvilError, Envelope, parse } from '@anvil/shared'
import { KeysetQuery } from '@anvil/shared/api'
import type { TokenGrant } from '../access-tokens/authenticate-token.js'
import { chooseBundle } from './choose-bundle.js'
import type { DeliveryRequest } from './delivery-handler.js'
import type { ServedHead } from './head-cache.js'
import { bearerToken } from './token-cache.js'

const unzip = promisify(gunzip)
const DIGEST = /^sha256-([0-9a-f]{64})$/
const JSON_TYPE = 'application/json; charset=utf-8'

/** `GET /projects/:id/manifest`: the envelope of what the token's environment runs; 304 where the ETag is known. */
export async function answerManifest(request: DeliveryRequest): Promise<void> {
  const head = await headOf(request)
  const { res } = request
  res.setHeader('ETag', head.etag)
  res.setHeader('Cache-Control', 'private, no-cache')
  if (isKnown(request, head.etag)) return
  send(request, head.envelope, { 'Content-Type': JSON_TYPE, 'Last-Modified': head.lastModified })
}

/** `GET /bundles/sha256-<hex>`: a bundle the token's environment runs or ran; never changes. */
export async function answerBundle(request: DeliveryRequest): Promise<void> {
  const { plane, req, res, name } = request
  const { environmentId } = await grantOf(request)
  const digest = DIGEST.exec(name)?.[1]
  const gzip = await bundleOf(request, environmentId, digest)
  const etag = `"sha256-${digest}"`
  res.setHeader('ETag', etag)
  res.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
  res.setHeader('Vary', 'Accept-Encoding')
  if (isKnown(request, etag)) return
  if (/\bgzip\b/.test(req.headers['accept-encoding']?.toString() ?? '')) {
    send(request, gzip, { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' })
    return
  }
  plane.log.debug({ digest }, 'a bundle was sent without compression')
  send(request, await unzip(gzip), { 'Content-Type': JSON_TYPE })
}

/** `GET /keyset?from=n`: the keysets after number n, for everybody. */
export async function answerKeysets(request: DeliveryRequest): Promise<void> {
  const { from } = parse(KeysetQuery, { from: request.query.get('from') ?? undefined })
  const envelopes = request.plane.heads.keysetsAfter(from).map((bytes) => bytes.toString())
  const body = Buffer.from(`{"keysets":[${envelopes.join(',')}]}`)
  send(request, body, { 'Content-Type': JSON_TYPE, 'Cache-Control': 'no-cache' })
}

/** `GET /projects/:id/current_bundle[?prompt_set=slug]`: one bundle as an object, with the manifest that names it. */
export async function answerCurrentBundle(request: DeliveryRequest): Promise<void> {
  const head = await headOf(request)
  const manifest = parse(Envelope, JSON.parse(head.envelope.toString()))
  const entry = chooseBundle(manifest, request.query.get('prompt_set'))
  const etag = `"sha256-${createHash('sha256').update(head.etag).update(entry.sha256).digest('hex')}"`
  request.res.setHeader('ETag', etag)
  request.res.setHeader('Cache-Control', 'private, no-cache')
  if (isKnown(request, etag)) return
  const gzip = await bundleOf(request, head.environmentId, entry.sha256)
  const bundle = (await unzip(gzip)).toString()
  const rest = JSON.stringify({ etag, last_modified: new Date(head.lastModified).toISOString(), manifest })
  const body = Buffer.from(`{"bundle":${bundle},${rest.slice(1)}`)
  send(request, body, { 'Content-Type': JSON_TYPE })
}

async function headOf(request: DeliveryRequest): Promise<ServedHead> {
  const grant = await grantOf(request)
  if (grant.projectId !== request.name.toLowerCase()) {
    throw new AnvilError('token.wrong_project', 'This access token is for another project. Check ANVIL_PROJECT_ID.')
  }
  return request.plane.heads.get(grant.environmentId)
}

async function grantOf({ plane, req }: DeliveryRequest): Promise<TokenGrant> {
  const grant = await plane.tokens.grantOf(bearerToken(req.headers.authorization))
  await plane.limit(grant.tokenId)
  plane.journal.used(grant.tokenId, plane.addressOf(req))
  return grant
}

async function bundleOf({ plane }: DeliveryRequest, environmentId: string, sha256 = ''): Promise<Buffer> {
  const gzip = await plane.bundles.find(environmentId, sha256)
  if (gzip) return gzip
  throw new AnvilError(
    'bundle.not_found',
    "The token's environment never ran a bundle with this digest. Take the digests of its manifest.",
  )
}

/** Answers 304 where the request's `If-None-Match` names the ETag, weak or not (RFC 9110, 13.1.2). */
function isKnown({ req, res }: DeliveryRequest, etag: string): boolean {
  const header = req.headers['if-none-match'] ?? ''
  const known =
    header === etag || header === '*' || header.split(/\s*,\s*/).some((one) => one.replace(/^W\//, '') === etag)
  if (known) res.writeHead(304).end()
  return known
}

function send({ req, res }: DeliveryRequest, body: Buffer, headers: Record<string, string>): void {
  res.writeHead(200, { ...headers, 'Content-Length': body.length })
  res.end(req.method === 'HEAD' ? undefined : body)
}
