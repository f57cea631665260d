import { describe, expect, it } from 'vitest'
import { aBundle, aManifest, testForge } from '../testing/index.js'
import type { Manifest } from '../protocol/documents.js'
import { manifestContentDigest } from './content-digest.js'
import { admitManifest, isExpired } from './manifest-admit.js'
import { sealManifest } from './manifest-seal.js'
import { compareWithFloor, floorOf, higherFloor } from './manifest-floor.js'
import { openManifest } from './manifest-open.js'

const { chain, target, signer, publish } = testForge()
const verified = (change: Partial<Manifest> = {}) =>
  openManifest(sealManifest(aManifest(change), signer), { chain, target })
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })
const running = verified({ sequence: 10 })
const floor = floorOf(running)
const [later, earlier] = ['2026-01-15T11:30:00Z', '2026-01-15T09:30:00Z']
const inTime = Date.parse('2026-01-16T00:00:00Z')
const tooLate = Date.parse('2026-03-01T00:00:00Z')

describe('against the floor, a manifest', () => {
  it.each([
    ['of a higher sequence is newer', verified({ sequence: 11 }), 'newer'],
    ['of the same content signed later is fresher', verified({ sequence: 10, issued_at: later }), 'fresher'],
    ['of the same content is current', running, 'current'],
    ['of the same content signed earlier is current', verified({ sequence: 10, issued_at: earlier }), 'current'],
  ] as const)('%s', (_, candidate, standing) => {
    expect(compareWithFloor(candidate, floor)).toBe(standing)
  })

  it('is newer where there is no floor', () => {
    expect(compareWithFloor(verified({ sequence: 0 }), null)).toBe('newer')
  })

  it('of a higher epoch is newer, whatever its sequence and date', () => {
    const thief = { ...floor, sequence: Number.MAX_SAFE_INTEGER, issued_at: '9999-01-01T00:00:00Z' }
    const manifest = aManifest({ epoch: 2, sequence: 11 })
    expect(compareWithFloor({ ...running, manifest }, thief)).toBe('newer')
  })

  it.each([
    ['of a lower sequence', { sequence: 9 }],
    ['of a lower sequence signed later', { sequence: 9, issued_at: later }],
    ['of a higher sequence signed earlier', { sequence: 11, issued_at: earlier }],
  ])('%s is a rollback', (_, change) => {
    expect(() => compareWithFloor(verified(change), floor)).toThrowError(refusal('manifest.rollback'))
  })

  it('of a lower epoch is a rollback, even of a higher sequence', () => {
    const raised = { ...floor, epoch: 2 }
    expect(() => compareWithFloor(verified({ sequence: 11 }), raised)).toThrowError(refusal('manifest.rollback'))
  })

  it('of the same place and other content is an equivocation', () => {
    const other = openManifest(publish([aBundle()], { sequence: 10 }).envelope, { chain, target })
    expect(() => compareWithFloor(other, floor)).toThrowError(refusal('manifest.equivocation'))
  })
})

describe('the content of a manifest', () => {
  const { manifest } = publish([aBundle()])

  it('stays the same when it is only signed anew', () => {
    const again = { ...manifest, issued_at: later, expires_at: later, min_client: 2, keyset: 3 }
    const bundles = manifest.bundles.map((bundle) => ({ ...bundle, gzip_bytes: 1 }))
    expect(manifestContentDigest({ ...again, bundles })).toBe(manifestContentDigest(manifest))
  })

  it.each([
    ['sequence', { sequence: 2 }],
    ['epoch', { epoch: 2 }],
    ['environment', { environment: 'staging' }],
    ['bundles', { bundles: [] }],
    ['size of a bundle', { bundles: manifest.bundles.map((entry) => ({ ...entry, bytes: 1 })) }],
    ['unknown fields', { train: 'night' }],
  ])('is another with another %s', (_, change) => {
    expect(manifestContentDigest({ ...manifest, ...change })).not.toBe(manifestContentDigest(manifest))
  })
})

describe('the higher of two floors', () => {
  it.each([
    ['has the higher epoch', { ...floor, epoch: 2, sequence: 1 }],
    ['has the higher sequence', { ...floor, sequence: 11 }],
    ['was issued later', { ...floor, issued_at: later }],
  ])('%s', (_, higher) => {
    expect(higherFloor(floor, higher)).toBe(higher)
    expect(higherFloor(higher, floor)).toBe(higher)
  })
})

describe('an expired manifest', () => {
  it('is refused from the network where nothing was ever recorded', () => {
    expect(() => admitManifest(running, { floor: null, origin: 'network', now: tooLate })).toThrowError(
      refusal('manifest.expired'),
    )
  })

  it.each(['cache', 'file'] as const)('is served from a %s', (origin) => {
    expect(admitManifest(running, { floor: null, origin, now: tooLate })).toBe('newer')
  })

  it('is applied above a floor', () => {
    const newer = verified({ sequence: 11 })
    expect(admitManifest(newer, { floor, origin: 'network', now: tooLate })).toBe('newer')
  })

  it('has expired only after its last moment', () => {
    const end = Date.parse(running.manifest.expires_at)
    expect([isExpired(running, end), isExpired(running, end + 1)]).toEqual([false, true])
  })
})

describe('a manifest that asks for newer clients', () => {
  const ahead = verified({ sequence: 11, min_client: 2 })

  it('is refused', () => {
    expect(() => admitManifest(ahead, { floor, origin: 'network', now: inTime })).toThrowError(
      refusal('client.too_old'),
    )
  })

  it('is refused for its place first, and for its expiry last', () => {
    const above = { ...floor, sequence: 12 }
    expect(() => admitManifest(ahead, { floor: above, origin: 'network', now: inTime })).toThrowError(
      refusal('manifest.rollback'),
    )
    expect(() => admitManifest(ahead, { floor: null, origin: 'network', now: tooLate })).toThrowError(
      refusal('client.too_old'),
    )
  })
})
