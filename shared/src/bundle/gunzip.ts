import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AnvilError } from '../errors.js'
import { LIMITS } from '../protocol/limits.js'

/** Bytes at hand, or as they arrive: a Node stream, a fetch body, any async iterable of chunks. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>

/** What decompressing may take, in bytes. Both ends are counted: a stream may be endless on either. */
export interface GunzipLimits {
  maxBytes: number
  maxGzipBytes?: number
  signal?: AbortSignal
}

/** Decompresses gzip while counting: stops at the first byte too many with `bundle.too_large`, whatever the headers claim. */
export async function gunzipCapped(source: ByteSource, limits: GunzipLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const maxGzipBytes = limits.maxGzipBytes ?? LIMITS.bundleGzipBytes
  try {
    await pipeline(
      Readable.from(capped(source, maxGzipBytes)),
      createGunzip(),
      async (decompressed: AsyncIterable<Uint8Array>) => {
        for await (const chunk of capped(decompressed, limits.maxBytes)) chunks.push(chunk)
      },
      limits.signal ? { signal: limits.signal } : {},
    )
  } catch (cause) {
    if (cause instanceof AnvilError) throw cause
    throw new AnvilError('bundle.malformed', 'The bundle could not be decompressed. It was cut short or altered.', {
      cause,
    })
  }
  return Buffer.concat(chunks)
}

/** Collects bytes as they arrive, at most so many; throws `bundle.too_large` at the first byte too many. */
export async function readCapped(source: ByteSource, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of capped(source, maxBytes)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* capped(source: ByteSource, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    size += chunk.length
    if (size > maxBytes) {
      throw new AnvilError(
        'bundle.too_large',
        `More than ${maxBytes} bytes arrived for a bundle. The rest was not read.`,
      )
    }
    yield chunk
  }
}
