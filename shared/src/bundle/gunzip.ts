import { Readable, Transform, Writable } from 'node:stream'
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
  const maxGzipBytes = limits.maxGzipBytes ?? LIMITS.bundleGzipBytes
  const stages = [byteCap(maxGzipBytes), createGunzip(), byteCap(limits.maxBytes)]
  return await collect(source, stages, limits.signal)
}

/** Collects bytes as they arrive, at most so many; throws `bundle.too_large` at the first byte too many. */
export async function readCapped(source: ByteSource, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  return await collect(source, [byteCap(maxBytes)], signal)
}

async function collect(source: ByteSource, stages: readonly Transform[], signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  try {
    await pipeline([readableOf(source), ...stages, sink], signal ? { signal } : {})
  } catch (cause) {
    if (cause instanceof AnvilError) throw cause
    throw new AnvilError('bundle.malformed', 'The bundle was cut short or altered on the way.', { cause })
  }
  return Buffer.concat(chunks)
}

function readableOf(source: ByteSource): Readable {
  if (source instanceof Readable) return source
  return Readable.from(source instanceof Uint8Array ? [source] : source)
}

function byteCap(maxBytes: number): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length
      if (size <= maxBytes) done(null, chunk)
      else done(new AnvilError('bundle.too_large', `More than ${maxBytes} bytes arrived. The rest was not read.`))
    },
  })
}
