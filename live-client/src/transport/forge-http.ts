import { type InstanceReport, InstanceReportAnswer, LIMITS, type ManifestEntry, parse } from '@anvil/shared'
import { canonicalBytes, parseStrict } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { IncomingMessage } from 'node:http'
import { fieldsOf } from '../fields.js'
import type { Connection } from '../options/settings.js'
import { Requester } from './requester.js'
import { networkError } from './network-error.js'
import { type BodyLimits, readBody } from './read-body.js'

const KEYSETS_BYTES = 4 * 1024 * 1024
const ERROR_BYTES = 64 * 1024
const REPORT_ANSWER_BYTES = 64 * 1024

/** Documents are small, so they may come compressed as badly as they like. */
const limitsOf = (noun: 'manifest' | 'keyset', maxBytes: number): BodyLimits => ({
  maxBytes,
  maxGzipBytes: maxBytes,
  tooLarge: `${noun}.too_large`,
  malformed: `${noun}.malformed`,
})

/** How long an answer may take altogether, in milliseconds. */
export interface HttpTimeouts {
  documentMs: number
  bundleMs: number
}

const TIMEOUTS: HttpTimeouts = { documentMs: 15_000, bundleMs: 60_000 }

export interface Fetched {
  status: 200 | 304
  bytes: Uint8Array
  /** FORGE's time in milliseconds, if it told. */
  serverTime: number | undefined
}

interface Request extends BodyLimits {
  path: string
  timeoutMs: number
  headers?: Record<string, string>
  /** What is put there; without it the request is a GET. */
  body?: string
}

/** Asks FORGE by HTTP: every answer has a limit in bytes and in time, no redirect is followed. */
export class ForgeHttp {
  readonly #connection: Connection
  readonly #projectId: string
  readonly #timeouts: HttpTimeouts
  readonly #open = new Set<AbortController>()
  readonly #requester: Requester
  #closed = false

  constructor(connection: Connection, projectId: string, timeouts: HttpTimeouts = TIMEOUTS) {
    this.#timeouts = timeouts
    this.#connection = connection
    this.#requester = new Requester(connection.forgeUrl)
    this.#projectId = projectId
  }

  /** The manifest's envelope, or 304 when it is the one that is known. */
  async fetchManifest(known: string | undefined): Promise<Fetched> {
    return this.#ask({
      path: `/api/v1/projects/${this.#projectId}/manifest`,
      ...limitsOf('manifest', LIMITS.envelopeBytes),
      timeoutMs: this.#timeouts.documentMs,
      ...(known === undefined ? {} : { headers: { 'if-none-match': known } }),
    })
  }

  /** The keysets after a number, as the bytes of their envelopes. */
  async fetchKeysets(from: number): Promise<Uint8Array[]> {
    const path = `/api/v1/keyset?from=${from}`
    const timeoutMs = this.#timeouts.documentMs
    const { bytes } = await this.#ask({ path, ...limitsOf('keyset', KEYSETS_BYTES), timeoutMs })
    const { keysets } = fieldsOf(parseStrict(bytes, { maxBytes: KEYSETS_BYTES }))
    if (!Array.isArray(keysets))
      throw new AnvilError('keyset.malformed', "FORGE answered without a list of keysets. Is this address FORGE's?")
    return keysets.map((keyset: unknown) => canonicalBytes(keyset))
  }

  /**
   * A bundle's bytes; reading stops at the first byte more than the manifest names. Compressed it may be larger than
   * FORGE made it, for a proxy may compress anew, but never larger than it would be uncompressed.
   */
  async fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    const request: Request = {
      path: `/api/v1/bundles/sha256-${entry.sha256}`,
      maxBytes: Math.min(entry.bytes, LIMITS.bundleBytes),
      maxGzipBytes: Math.min(Math.max(entry.gzip_bytes, entry.bytes), LIMITS.bundleGzipBytes),
      tooLarge: 'bundle.too_large',
      malformed: 'bundle.malformed',
      timeoutMs: this.#timeouts.bundleMs,
    }
    return (await this.#ask(request, signal)).bytes
  }

  /** Tells FORGE how this instance stands, as one without a socket does. */
  async putInstance(report: InstanceReport): Promise<InstanceReportAnswer> {
    const { bytes } = await this.#ask({
      path: `/api/v1/projects/${this.#projectId}/instances/${encodeURIComponent(report.instance.id)}`,
      maxBytes: REPORT_ANSWER_BYTES,
      maxGzipBytes: REPORT_ANSWER_BYTES,
      tooLarge: 'forge.unavailable',
      malformed: 'forge.unavailable',
      timeoutMs: this.#timeouts.documentMs,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    })
    return parse(InstanceReportAnswer, parseStrict(bytes, { maxBytes: REPORT_ANSWER_BYTES }))
  }

  /** Ends every request that is under way. */
  close(): void {
    this.#closed = true
    for (const request of this.#open) request.abort(closed())
    this.#requester.close()
  }

  async #ask(request: Request, signal?: AbortSignal): Promise<Fetched> {
    if (this.#closed) throw closed()
    const { forgeUrl, accessToken } = this.#connection
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(tooSlow(request)), request.timeoutMs).unref()
    const onAbort = (): void => abort.abort(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted === true) onAbort()
    this.#open.add(abort)
    try {
      const headers = { authorization: `Bearer ${accessToken}`, 'accept-encoding': 'gzip', ...request.headers }
      const { body } = request
      const options = { headers, signal: abort.signal, ...(body === undefined ? {} : { body }) }
      const response = await this.#requester.send(forgeUrl + request.path, options)
      return await readAnswer(response, request)
    } catch (error) {
      const asked: unknown = abort.signal.reason
      throw networkError(forgeUrl, asked instanceof AnvilError ? asked : error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      this.#open.delete(abort)
    }
  }
}

const closed = (): AnvilError => new AnvilError('client.closed', 'The client was closed. Create another one.')

function tooSlow({ path, timeoutMs }: Request): AnvilError {
  return new AnvilError(
    'network.unreachable',
    `FORGE did not finish answering ${path} within ${timeoutMs / 1_000} s. It is asked again.`,
  )
}

async function readAnswer(response: IncomingMessage, request: Request): Promise<Fetched> {
  const { statusCode: status = 0, headers } = response
  const serverTime = Date.parse(headers.date ?? '') || undefined
  if (status === 200) return { status, bytes: await readBody(response, request), serverTime }
  if (status !== 304) throw await refusal(response, status)
  response.resume()
  return { status, bytes: new Uint8Array(), serverTime }
}

const REFUSAL_LIMITS: BodyLimits = {
  maxBytes: ERROR_BYTES,
  maxGzipBytes: ERROR_BYTES,
  tooLarge: 'forge.unavailable',
  malformed: 'forge.unavailable',
}

async function refusal(response: IncomingMessage, status: number): Promise<AnvilError> {
  const told = errorIn(await readBody(response, REFUSAL_LIMITS))
  const asked = Number(response.headers['retry-after'] ?? Number.NaN)
  const details = Number.isNaN(asked) ? { status } : { status, retry_after_ms: asked * 1_000 }
  if (told) return new AnvilError(told.code, told.message, { details: told.details ?? details })
  if (status >= 300 && status < 400) return redirected(details)
  const code = status === 401 ? 'token.invalid' : 'forge.unavailable'
  const message = `FORGE answered with status ${status} and no reason. Is this address FORGE's?`
  return new AnvilError(code, message, { details })
}

function redirected(details: object): AnvilError {
  return new AnvilError(
    'network.unreachable',
    'FORGE answered with a redirect, which is not followed. Set ANVIL_FORGE_URL to the address where FORGE itself answers.',
    { details },
  )
}

function errorIn(bytes: Uint8Array): AnvilError | undefined {
  try {
    const body = parseStrict(bytes, { maxBytes: ERROR_BYTES })
    return Object.hasOwn(fieldsOf(body), 'error') ? AnvilError.fromJSON(body) : undefined
  } catch {
    return undefined
  }
}
