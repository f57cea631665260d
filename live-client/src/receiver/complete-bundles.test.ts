import { canonicalBytes } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { Bundle, ManifestEntry } from '@anvil/shared'
import { aBundle, testForge, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { PromptTable } from '../prompts/prompt-table.js'
import { type BundleSources, completeBundles } from './complete-bundles.js'
import { RefusedDigests } from './refused-digests.js'

const forge = testForge()
const signal = new AbortController().signal
const one = aBundle({ snapshot: { one: textPrompt('1') } })
const two = aBundle({
  snapshot: { two: textPrompt('2') },
  prompt_set: 'support',
  prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c',
})
const { manifest, bundles } = forge.publish([one, two])
const bytesOf = ({ sha256 }: ManifestEntry): Uint8Array => bundles.get(sha256)?.bytes ?? new Uint8Array()
const [first, second] = manifest.bundles.map(({ sha256 }) => sha256)

function sources(change: Partial<BundleSources> = {}) {
  const fetched: string[] = []
  const all: BundleSources = {
    running: undefined,
    beside: new Map(),
    fetchBundle: async (entry) => {
      fetched.push(entry.prompt_set)
      return bytesOf(entry)
    },
    refused: new RefusedDigests({ now: () => 0, monotonic: () => 0 }),
    spreadMs: 0,
    ...change,
  }
  return { fetched, all }
}

const failing = (code: ConstructorParameters<typeof AnvilError>[0]) => async () => {
  throw new AnvilError(code, 'It failed.')
}

describe('the bundles of a manifest', () => {
  it('are fetched where they are nowhere else, in the order of the manifest', async () => {
    const { all, fetched } = sources()
    const opened = await completeBundles(manifest, all, signal)
    expect(fetched).toEqual(['onboarding', 'support'])
    expect(opened.map(({ bundle }) => bundle.prompt_set)).toEqual(['onboarding', 'support'])
  })

  it('are taken over, the same objects, from what runs', async () => {
    const { all } = sources()
    const running = new PromptTable(manifest, await completeBundles(manifest, all, signal))
    const again = sources({ running })
    const opened = await completeBundles(manifest, again.all, signal)
    expect(again.fetched).toEqual([])
    expect(opened).toEqual(running.bundles)
    expect(opened[0]?.bundle).toBe(running.bundles[0]?.bundle)
  })

  it('are taken from beside the manifest, and read only where they are needed', async () => {
    let reads = 0
    const read = async (bundle: Bundle): Promise<Uint8Array> => {
      reads += 1
      return canonicalBytes(bundle)
    }
    const beside = new Map([
      [first ?? '', () => read(one)],
      ['0'.repeat(64), () => read(two)],
    ])
    const { all, fetched } = sources({ beside })
    await completeBundles(manifest, all, signal)
    expect([reads, fetched]).toEqual([1, ['support']])
  })

  it.each([
    ['of other bytes', async () => canonicalBytes(two)],
    ['that can not be read', failing('bundle.malformed')],
  ])('beside the manifest %s count as absent, and are fetched', async (_, read) => {
    const { all, fetched } = sources({ beside: new Map([[first ?? '', read]]) })
    expect((await completeBundles(manifest, all, signal)).length).toBe(2)
    expect(fetched).toContain('onboarding')
  })

  it('are refused as a whole where one is bad, and the bad one is remembered', async () => {
    const { all } = sources({ fetchBundle: async () => canonicalBytes(two) })
    await expect(completeBundles(manifest, all, signal)).rejects.toMatchObject({
      code: expect.stringMatching(/^bundle/),
    })
    const again = sources({ refused: all.refused })
    await expect(completeBundles(manifest, again.all, signal)).rejects.toMatchObject({
      code: expect.stringMatching(/^bundle/),
    })
    expect(again.fetched).toEqual([])
  })

  it.each(['network.unreachable', 'forge.unavailable', 'bundle.missing', 'token.revoked'] as const)(
    'that could not be had for %s are asked for again at once',
    async (code) => {
      const { all } = sources({ fetchBundle: failing(code) })
      await expect(completeBundles(manifest, all, signal)).rejects.toMatchObject({ code })
      const again = sources({ refused: all.refused })
      expect((await completeBundles(manifest, again.all, signal)).length).toBe(2)
    },
  )

  it('are not asked for any more once a newer manifest has taken their place', async () => {
    const abort = new AbortController()
    const { all, fetched } = sources({
      fetchBundle: async (entry) => {
        abort.abort()
        return bytesOf(entry)
      },
    })
    await expect(completeBundles(manifest, all, abort.signal)).rejects.toThrow(/abort/i)
    expect(fetched).toEqual([])
    expect(all.refused.find(second ?? '')).toBeUndefined()
  })
})
