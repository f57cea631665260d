import { LIMITS, type ManifestEntry } from '@anvil/shared'
import { canonicalBytes, parseStrict, readCapped } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import { fieldsOf } from '../fields.js'
import type { Connection } from '../options/settings.js'
import { networkError } from './network-error.js'

const SMALL_TIMEOUT_MS = 15_000
const BUNDLE_TIMEOUT_MS = 60_000
const KEYSETS_BYTES = 4 * 1024 * 1024

export interface Fetched {
  status: 200 | 304
  bytes: Uint8Array
  /** FORGE's time in milliseconds, if it told. */
  serverTime: number | undefined
}

interface Request {
  path: string
  maxBytes: number
  timeoutMs: number
  headers?: Record<string, string>
}

/** Asks FORGE by HTTP: every answer has a limit in bytes and in time, no redirect is followed. */
export class ForgeHttp {
  readonly #connection: Connection
  readonly #projectId: string
  readonly #open = new Set<AbortController>()

  constructor(connection: Connection, projectId: string) {
    this.#connection = connection
    this.#projectId = projectId
  }

  /** The manifest's envelope, or 304 when it is the one that is known. */
  async fetchManifest(known: string | undefined): Promise<Fetched> {
    return this.#get({
      path: `/api/v1/projects/${this.#projectId}/manifest`,
      maxBytes: LIMITS.envelopeBytes,
      timeoutMs: SMALL_TIMEOUT_MS,
      ...(known === undefined ? {} : { headers: { 'if-none-match': known } }),
    })
  }

  /** The keysets after a number, as the bytes of their envelopes. */
  async fetchKeysets(from: number): Promise<Uint8Array[]> {
    const path = `/api/v1/keyset?from=${from}`
    const { bytes } = await this.#get({ path, maxBytes: KEYSETS_BYTES, timeoutMs: SMALL_TIMEOUT_MS })
    const { keysets } = fieldsOf(parseStrict(bytes, { maxBytes: KEYSETS_BYTES }))
    if (!Array.isArray(keysets)) throw new AnvilError('keyset.malformed', 'FORGE answered without a list of keysets.')
    return keysets.map((keyset: unknown) => canonicalBytes(keyset))
  }

  /** A bundle's bytes; reading stops at the first byte more than the manifest names. */
  async fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    const path = `/api/v1/bundles/sha256-${entry.sha256}`
    const maxBytes = Math.min(entry.bytes, LIMITS.bundleBytes)
    const { bytes } = await this.#get({ path, maxBytes, timeoutMs: BUNDLE_TIMEOUT_MS }, signal)
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
      return await readAnswer(response, request.maxBytes)
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

async function readAnswer(response: Response, maxBytes: number): Promise<Fetched> {
  const { status, body, headers } = response
  const serverTime = Date.parse(headers.get('date') ?? '') || undefined
  if (status === 304) return { status, bytes: new Uint8Array(), serverTime }
  if (status !== 200) throw await refusal(response)
  return { status, bytes: body ? await readCapped(body, maxBytes) : new Uint8Array(), serverTime }
}

async function refusal({ status, body, headers }: Response): Promise<AnvilError> {
  const text = body ? await readCapped(body, 64 * 1024) : new Uint8Array()
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
  const told = errorIn(text)
  if (told) return told
  const code = status === 401 ? 'token.invalid' : 'forge.unavailable'
  const details = Number.isNaN(retryAfter) ? { status } : { status, retry_after_ms: retryAfter * 1_000 }
  return new AnvilError(code, `FORGE answered with status ${status} and no reason. Is this address FORGE's?`, {
    details,
  })
}

function errorIn(bytes: Uint8Array): AnvilError | undefined {
  try {
    const body = parseStrict(bytes, { maxBytes: 64 * 1024 })
    return Object.hasOwn(fieldsOf(body), 'error') ? AnvilError.fromJSON(body) : undefined
  } catch {
    return undefined
  }
}
