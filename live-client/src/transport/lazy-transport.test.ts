import type { AnvilError } from '@anvil/shared/errors'
import { describe, expect, it } from 'vitest'
import { LazyTransport } from './lazy-transport.js'
import type { Transport } from './transport.js'

/** A transport that notes what it is asked. */
function noting(): Transport & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    via: 'pull',
    start: () => void asked.push('start'),
    again: () => void asked.push('again'),
    tell: () => void asked.push('tell'),
    acknowledge: ({ result }) => void asked.push(result),
    pull: async (purpose) => {
      asked.push(purpose)
      return { kind: 'unchanged' }
    },
    fetchKeysets: async (from) => {
      asked.push(`keysets from ${from}`)
      return []
    },
    fetchBundle: async ({ sha256 }) => {
      asked.push(`bundle ${sha256}`)
      return new Uint8Array([1])
    },
    close: async () => void asked.push('close'),
  }
}

function lazy(load: () => Promise<Transport>) {
  const failures: AnvilError[] = []
  return { failures, transport: new LazyTransport({ load, onFailure: (error) => failures.push(error) }) }
}

const entry = {
  prompt_set_id: '0b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c',
  prompt_set: 'onboarding',
  version: '1.0.0',
  sha256: 'ab',
  bytes: 1,
  gzip_bytes: 1,
}

describe('a transport that is loaded late', () => {
  it('is reached by no way, and takes hints for nothing, until it is loaded', async () => {
    const inner = noting()
    const { transport } = lazy(async () => inner)
    transport.again()
    transport.tell()
    expect([transport.via, inner.asked]).toEqual(['none', []])
    await transport.pull('background')
    transport.again()
    transport.tell()
    expect([transport.via, inner.asked]).toEqual(['pull', ['background', 'again', 'tell']])
  })

  it('is loaded once, by whatever asks first', async () => {
    const inner = noting()
    let loads = 0
    const { transport } = lazy(async () => {
      loads += 1
      return inner
    })
    const signal = new AbortController().signal
    await Promise.all([transport.pull('sync'), transport.fetchKeysets(3), transport.fetchBundle(entry, signal)])
    transport.start()
    await transport.pull('preview')
    expect(loads).toBe(1)
    expect(inner.asked).toEqual(['sync', 'keysets from 3', 'bundle ab', 'start', 'preview'])
  })

  it('does not start once it was closed, and closes what was still being loaded', async () => {
    const inner = noting()
    const { transport } = lazy(async () => inner)
    transport.start()
    await transport.close()
    expect(inner.asked).toEqual(['close'])
  })

  it('has nothing to close where nothing was loaded', async () => {
    let loads = 0
    const { transport } = lazy(async () => {
      loads += 1
      return noting()
    })
    await transport.close()
    await transport.close()
    expect(loads).toBe(0)
  })

  it('tells of code that is gone, once, and what to do about it', async () => {
    const { transport, failures } = lazy(() => Promise.reject(new Error('Cannot find module')))
    transport.start()
    await expect(transport.pull('sync')).rejects.toThrow('Cannot find module')
    expect(failures).toMatchObject([{ code: 'internal', message: expect.stringMatching(/Cannot find.*Install/s) }])
    await transport.close()
  })
})
