import { aBundle, aManifest, PROJECT_ID, testForge } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { isBadKey, Trust } from './trust.js'

const forge = testForge()
const other = testForge({ root: 'other root', signer: 'other signer' })
const { envelope } = forge.publish([aBundle()])

function trustOf(rootKey?: string): { trust: Trust; seen: string[] } {
  const seen: string[] = []
  const onFirstUse = (key: string): void => void seen.push(key)
  return { trust: new Trust({ rootKey, projectId: PROJECT_ID, environment: 'production', onFirstUse }), seen }
}

describe('trust without a root key', () => {
  it('takes the first that it sees, says so once, and stays with it', () => {
    const { trust, seen } = trustOf()
    expect([trust.word, trust.newest, trust.forgeId]).toEqual(['none', 0, undefined])
    expect(trust.adopt(forge.keysets)).toBe(true)
    expect(trust.adopt(forge.keysets)).toBe(false)
    expect([trust.word, trust.newest, trust.forgeId]).toEqual(['first-use', 1, forge.root.id])
    expect(seen).toEqual([forge.root.publicKey])
    expect(() => trust.adopt(other.keysets)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^keyset\./) }),
    )
    expect(trust.forgeId).toBe(forge.root.id)
  })

  it('takes only the one that this folder trusted before', () => {
    const { trust, seen } = trustOf()
    trust.usePin(forge.root.publicKey)
    trust.usePin(other.root.publicKey)
    expect(() => trust.adopt(other.keysets)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^keyset\./) }),
    )
    expect(trust.word).toBe('none')
    expect(trust.adopt(forge.keysets)).toBe(true)
    expect([trust.word, seen]).toEqual(['first-use', []])
  })
})

describe('trust in a configured root key', () => {
  it('is not moved by what the folder trusted before', () => {
    const { trust, seen } = trustOf(forge.root.publicKey)
    trust.usePin(other.root.publicKey)
    expect(trust.adopt(forge.keysets)).toBe(true)
    expect([trust.word, seen]).toEqual(['pinned', []])
  })

  it('knows keysets of another FORGE from damaged ones', () => {
    const { trust } = trustOf(forge.root.publicKey)
    expect(trust.isOtherForge(other.keysets)).toBe(true)
    expect(trust.isOtherForge(forge.keysets)).toBe(false)
    expect(trust.isOtherForge([])).toBe(false)
    expect(trust.isOtherForge([Buffer.from('{}')])).toBe(false)
    expect(trustOf().trust.isOtherForge(other.keysets)).toBe(false)
  })
})

describe('a manifest', () => {
  it('can not be verified before a keyset is known', () => {
    const { trust } = trustOf()
    expect(trust.adopt([])).toBe(false)
    expect(trust.needsNewerKeysets(envelope)).toBe(true)
    expect(() => trust.verify(envelope, false)).toThrow(expect.objectContaining({ code: 'manifest.unknown_key' }))
  })

  it('is verified for its own project and environment alone', () => {
    const { trust } = trustOf(forge.root.publicKey)
    trust.adopt(forge.keysets)
    expect(trust.needsNewerKeysets(envelope)).toBe(false)
    expect(trust.verify(envelope, false).manifest).toMatchObject({ sequence: aManifest().sequence })
    const elsewhere = [{ environment: 'staging' }, { project_id: PROJECT_ID.replace('6f', '7f') }]
    for (const change of elsewhere)
      expect(() => trust.verify(forge.publish([], change).envelope, false)).toThrow(
        expect.objectContaining({ code: 'manifest.wrong_target' }),
      )
  })

  it('is of a bad key only where that was revoked or had ended', () => {
    const { trust } = trustOf(forge.root.publicKey)
    trust.adopt(forge.keysets)
    const verified = trust.verify(envelope, true)
    const bad = (['current', 'retired', 'revoked', 'expired'] as const).filter((keyStanding) =>
      isBadKey({ ...verified, keyStanding }),
    )
    expect(bad).toEqual(['revoked', 'expired'])
    expect(isBadKey(undefined)).toBe(false)
  })
})
