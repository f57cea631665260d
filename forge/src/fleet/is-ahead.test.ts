import type { Manifest } from '@anvil/shared'
import { sealManifest } from '@anvil/shared/bundle'
import { aManifest, PROMPT_SET_ID, testKey } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { isAhead } from './is-ahead.js'

const key = testKey('signer')
const entry = (version: string) => ({
  prompt_set_id: PROMPT_SET_ID,
  prompt_set: 'onboarding',
  version,
  sha256: 'a'.repeat(64),
  bytes: 10,
  gzip_bytes: 5,
})
const at = (epoch: number, sequence: number, change: Partial<Manifest> = {}) => ({
  epoch,
  sequence,
  envelope: sealManifest(aManifest({ epoch, sequence, ...change }), key),
})
const head = (epoch: number, sequence: number, sequence_floor = 0) => ({ ...at(epoch, sequence), sequence_floor })

describe('a manifest that an instance proved to run', () => {
  it.each([
    ['a later sequence', at(1, 8), head(1, 7), true],
    ['an earlier sequence', at(1, 6), head(1, 7), false],
    ['a later epoch, though its sequence is lower', at(2, 1), head(1, 7), true],
    ['an earlier epoch, though its sequence is higher', at(1, 99), head(2, 7), false],
    ['a sequence that the operator skipped', at(1, 12), head(1, 7, 12), false],
    ['a sequence below those that were skipped', at(1, 9), head(1, 7, 12), false],
    ['a sequence beyond those that were skipped', at(1, 13), head(1, 7, 12), true],
    ['the sequence of the head, once that went beyond what was skipped', at(1, 20), head(1, 20, 12), false],
  ])('of %s', (_what, proven, own, expected) => {
    expect(isAhead(proven, own)).toBe(expected)
  })

  it('of the same place is ahead where it says something else, and not where it was only signed anew', () => {
    const own = head(1, 7)
    expect(isAhead(at(1, 7, { bundles: [entry('1.0.0')] }), own)).toBe(true)
    const fresh = { issued_at: '2026-01-15T11:30:00Z', expires_at: '2026-01-22T11:30:00Z', keyset: 2, min_client: 3 }
    expect(isAhead(at(1, 7, fresh), own)).toBe(false)
  })

  it('of the same place, with other content under a number that was skipped, counts as known', () => {
    expect(isAhead(at(1, 7, { bundles: [entry('1.0.0')] }), head(1, 7, 7))).toBe(false)
  })

  it('whose payload can not be read is refused by name', () => {
    const broken = { epoch: 1, sequence: 7, envelope: sealManifest(aManifest({ sequence: 7 }), key) }
    const text = JSON.parse(Buffer.from(broken.envelope).toString())
    const payload = Buffer.from('{"format":1}').toString('base64')
    const envelope = Buffer.from(JSON.stringify({ ...text, payload }))
    expect(() => isAhead({ ...broken, envelope }, head(1, 7))).toThrowError(
      expect.objectContaining({ name: 'AnvilError' }),
    )
  })
})
