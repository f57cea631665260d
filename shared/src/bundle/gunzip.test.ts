import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gunzipCapped, readCapped } from './gunzip.js'

const text = Buffer.from('a bundle '.repeat(10_000))
const gzip = gzipSync(text)
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })

/** Chunks without end, each counted as it is taken. */
function endless(chunk: Uint8Array) {
  const taken = { chunks: 0 }
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) {
      taken.chunks += 1
      yield await Promise.resolve(chunk)
    }
  }
  return { source: source(), taken }
}

async function* byteByByte(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte))
}

describe('decompressing', () => {
  it.each([
    ['bytes at hand', () => gzip],
    ['a Node stream', () => Readable.from([gzip.subarray(0, 7), gzip.subarray(7)])],
    ['a fetch body', () => new Blob([gzip]).stream()],
    ['single bytes', () => byteByByte(gzip)],
  ])('takes %s', async (_, source) => {
    expect(await gunzipCapped(source(), { maxBytes: text.length })).toEqual(text)
  })

  it('refuses the first byte too many', async () => {
    await expect(gunzipCapped(gzip, { maxBytes: text.length - 1 })).rejects.toThrowError(refusal('bundle.too_large'))
  })

  it('stops a bomb long before it is through', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const length = gunzipCapped(bomb, { maxBytes: 1_000_000 }).then((bytes) => bytes.length)
    await expect(length).rejects.toThrowError(refusal('bundle.too_large'))
  })

  it('stops an endless body that decompresses to nothing', async () => {
    const { source, taken } = endless(gzipSync(''))
    await expect(gunzipCapped(source, { maxBytes: 10, maxGzipBytes: 2_000 })).rejects.toThrowError(
      refusal('bundle.too_large'),
    )
    expect(taken.chunks).toBeLessThan(200)
  })

  it('stops an endless body that decompresses to more and more', async () => {
    const { source } = endless(gzip)
    await expect(gunzipCapped(source, { maxBytes: 1_000_000 })).rejects.toThrowError(refusal('bundle.too_large'))
  })

  it.each([
    ['what is no gzip', text],
    ['nothing', new Uint8Array()],
    ['what was cut short', gzip.subarray(0, -4)],
    ['what was altered', gzip.with(gzip.length - 6, (gzip.at(-6) ?? 0) ^ 1)],
  ])('refuses %s', async (_, bytes) => {
    await expect(gunzipCapped(bytes, { maxBytes: 1_000_000 })).rejects.toThrowError(refusal('bundle.malformed'))
  })

  it('tells a source that broke off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(gzip.subarray(0, 10))
      throw new Error('socket hang up')
    }
    await expect(gunzipCapped(broken(), { maxBytes: 1_000_000 })).rejects.toThrowError(refusal('bundle.malformed'))
  })

  it('ends when it is told to, though the source is silent', async () => {
    const silent = new Readable({ read() {} })
    const abort = new AbortController()
    const result = gunzipCapped(silent, { maxBytes: 10, signal: abort.signal })
    abort.abort()
    await expect(result).rejects.toThrowError(refusal('bundle.malformed'))
    expect(silent.destroyed).toBe(true)
  })
})

describe('collecting', () => {
  it('takes what fits', async () => {
    expect(await readCapped(byteByByte(Buffer.from('abc')), 3)).toEqual(Buffer.from('abc'))
    expect(await readCapped(text, text.length)).toEqual(text)
  })

  it('stops at the first byte too many', async () => {
    const { source, taken } = endless(Buffer.alloc(100))
    await expect(readCapped(source, 450)).rejects.toThrowError(refusal('bundle.too_large'))
    expect(taken.chunks).toBeLessThan(10)
  })
})
