import { LIMITS, type ManifestEntry } from '@anvil/shared'
import { canonicalBytes, parseStrict, readCapped } from '@anvil/shared/bundle'
import { AnvilError, type ErrorCode } from '@anvil/shared/errors'
import { fieldsOf } from '../fields.js'
import type { Connection } from '../options/settings.js'
import { networkError } from './network-error.js'

const KEYSETS_BYTES = 4 * 1024 * 1024
const ERROR_BYTES = 64 * 1024

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

interface Request {
  path: string
  maxBytes: number
  /** What an answer with more bytes is refused with. */
  tooLarge: ErrorCode
  timeoutMs: number
  headers?: Record<string, string>
}

/** Asks FORGE by HTTP: every answer has a limit in bytes and in time, no redirect is followed. */
export class ForgeHttp {
  readonly #connection: Connection
  readonly #projectId: string
  readonly #timeouts: HttpTimeouts
  readonly #open = new Set<AbortController>()

  constructor(connection: Connection, projectId: string, timeouts: HttpTimeouts = TIMEOUTS) {
    this.#timeouts = timeouts
    this.#connection = connection
    this.#projectId = projectId
  }

  /** The manifest's envelope, or 304 when it is the one that is known. */
  async fetchManifest(known: string | undefined): Promise<Fetched> {
    return this.#get({
      path: `/api/v1/projects/${this.#projectId}/manifest`,
      maxBytes: LIMITS.envelopeBytes,
      tooLarge: 'manifest.too_large',
      timeoutMs: this.#timeouts.documentMs,
      ...(known === undefined ? {} : { headers: { 'if-none-match': known } }),
    })
  }

  /** The keysets after a number, as the bytes of their envelopes. */
  async fetchKeysets(from: number): Promise<Uint8Array[]> {
    const path = `/api/v1/keyset?from=${from}`
    const timeoutMs = this.#timeouts.documentMs
    const { bytes } = await this.#get({ path, maxBytes: KEYSETS_BYTES, tooLarge: 'keyset.too_large', timeoutMs })
    const { keysets } = fieldsOf(parseStrict(bytes, { maxBytes: KEYSETS_BYTES }))
    if (!Array.isArray(keysets)) throw new AnvilError('keyset.malformed', 'FORGE answered without a list of keysets.')
    return keysets.map((keyset: unknown) => canonicalBytes(keyset))
  }

  /** A bundle's bytes; reading stops at the first byte more than the manifest names. */
  async fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    const path = `/api/v1/bundles/sha256-${entry.sha256}`
    const maxBytes = Math.min(entry.bytes, LIMITS.bundleBytes)
    const timeoutMs = this.#timeouts.bundleMs
    const { bytes } = await this.#get({ path, maxBytes, tooLarge: 'bundle.too_large', timeoutMs }, signal)
    return bytes
  }

  /** Ends every request that is under way. */
  close(): void {
    for (const request of this.#open) request.abort(new AnvilError('client.closed', 'The client was closed.'))
  }

  async #get(request: Request, signal?: AbortSignal): Promise<Fetched> {
    const { forgeUrl, accessToken } = this.#connection
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(tooSlow(request)), request.timeoutMs).unref()
    const onAbort = (): void => abort.abort(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    this.#open.add(abort)
    try {
      const response = await fetch(forgeUrl + request.path, {
        headers: { authorization: `Bearer ${accessToken}`, ...request.headers },
        redirect: 'error',
        signal: abort.signal,
      })
      return await readAnswer(response, request)
    } catch (error) {
      throw networkError(forgeUrl, error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      this.#open.delete(abort)
    }
  }
}

function tooSlow({ path, timeoutMs }: Request): AnvilError {
  return new AnvilError('network.unreachable', `FORGE did not finish answering ${path} within ${timeoutMs / 1_000} s.`)
}

async function readAnswer(response: Response, request: Request): Promise<Fetched> {
  const { status, headers } = response
  const serverTime = Date.parse(headers.get('date') ?? '') || undefined
  if (status === 304) return { status, bytes: new Uint8Array(), serverTime }
  if (status !== 200) throw await refusal(response)
  return { status, bytes: await readBody(response, request.maxBytes, request.tooLarge), serverTime }
}

/** Reads a body as it arrives, and stops at the first byte too many. */
async function readBody({ body }: Response, maxBytes: number, tooLarge: ErrorCode): Promise<Uint8Array> {
  try {
    return body ? await readCapped(body, maxBytes) : new Uint8Array()
  } catch (cause) {
    if (!(cause instanceof AnvilError) || cause.code !== 'bundle.too_large') throw cause
    throw new AnvilError(
      tooLarge,
      `FORGE sent more than the ${maxBytes} bytes that are taken. The rest was not read.`,
      {
        cause,
      },
    )
  }
}

async function refusal(response: Response): Promise<AnvilError> {
  const { status, headers } = response
  const told = errorIn(await readBody(response, ERROR_BYTES, 'forge.unavailable'))
  const asked = Number(headers.get('retry-after') ?? Number.NaN)
  const details = Number.isNaN(asked) ? { status } : { status, retry_after_ms: asked * 1_000 }
  if (told) return new AnvilError(told.code, told.message, { details: told.details ?? details })
  const code = status === 401 ? 'token.invalid' : 'forge.unavailable'
  return new AnvilError(code, `FORGE answered with status ${status} and no reason. Is this address FORGE's?`, {
    details,
  })
}

function errorIn(bytes: Uint8Array): AnvilError | undefined {
  try {
    const body = parseStrict(bytes, { maxBytes: ERROR_BYTES })
    return Object.hasOwn(fieldsOf(body), 'error') ? AnvilError.fromJSON(body) : undefined
  } catch {
    return undefined
  }
}
