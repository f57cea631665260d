import { sealKeyset } from '@anvil/shared/bundle'
import { aKeyset, testForge, testKey } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { bundleOf, fresh, startForgeServer, time } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const root = testKey('root')
const signer = testKey('signer')
const second = testKey('second signer')
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })
const issued_at = time(Date.now() - 3_000_000)

/** The FORGE whose keyset 2 lists another signing key. */
const rotated = testForge({ signer: 'second signer' })

describe('trust', () => {
  it('without a root key is on first use: warned of, shown, and pinned over restarts', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ rootKey: undefined })
    await client.start()
    expect(client.status().trust).toBe('first-use')
    expect(harness.lines.join('\n')).toContain(harness.forge.forge.rootKey)
    await client.close()
    harness.lines.length = 0
    const again = harness.client({ rootKey: undefined })
    await again.start()
    expect(again.status().trust).toBe('first-use')
    expect(harness.lines.join('\n')).not.toContain('no root key')
  })

  it('on first use does not move to another FORGE at the same address', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ rootKey: undefined })
    await client.start()
    await client.close()
    const other = await startForgeServer(testForge({ root: 'other', signer: 'other signer' }))
    other.publish([two], fresh(9))
    const again = harness.client({ rootKey: undefined, forgeUrl: other.url })
    const error = next(again, 'rejected')
    await again.start()
    expect((await error).error.code).toMatch(/^(keyset|manifest)\./)
    expect(again.prompt('hello')).toBe('one')
    await again.close()
    await other.close()
  })

  it('in a configured root key wins over another first use, and puts the cache aside, loudly', async () => {
    const other = await startForgeServer(testForge({ root: 'other', signer: 'other signer' }))
    other.publish([two], fresh(9))
    const before = harness.client({ rootKey: undefined, forgeUrl: other.url })
    await before.start()
    await before.close()
    await other.close()
    harness.forge.publish([one], fresh(1))
    const client = harness.client()
    await client.start()
    expect([client.prompt('hello'), client.status().trust]).toEqual(['one', 'pinned'])
    expect(harness.lines.join('\n')).toMatch(/another FORGE/)
  })

  it('keeps a first use of the same root key when it is configured later', async () => {
    harness.forge.publish([one], fresh(1))
    const before = harness.client({ rootKey: undefined })
    await before.start()
    await before.close()
    await harness.forge.close()
    const client = harness.client()
    await client.start()
    expect([client.prompt('hello'), client.status().trust]).toEqual(['one', 'pinned'])
  })

  it('refuses every keyset that the configured root key did not sign', async () => {
    const client = harness.client({ rootKey: testForge({ root: 'other' }).rootKey, readyTimeoutMs: 50 })
    harness.forge.publish([one], fresh(1))
    const error = next(client, 'error')
    await client.start()
    expect((await error).code).toBe('keyset.wrong_root')
    expect(client.status()).toMatchObject({ state: 'NOT_READY', trust: 'none' })
  })

  it('learns a new signing key by itself', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client()
    await client.start()
    harness.forge.keysets.push(sealKeyset(aKeyset(root, [signer, second], { number: 2, issued_at }), [root]))
    const changed = next(client, 'changed')
    const { envelope, bundles } = rotated.publish([two], { ...fresh(2), keyset: 2 })
    harness.forge.publish([two], fresh(2))
    harness.forge.serve(envelope)
    expect(bundles.size).toBe(1)
    await changed
    expect(client.prompt('hello')).toBe('two')
  })

  it('goes on serving what a revoked key signed, STALE and with an alarm, over a restart too', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client()
    await client.start()
    const stale = next(client, 'stale')
    const revoked = { number: 2, epoch: 2, revoked: [signer.id], issued_at }
    harness.forge.keysets.push(sealKeyset(aKeyset(root, [second], revoked), [root]))
    await stale
    expect(client.status()).toMatchObject({ trust: 'revoked-key', state: 'STALE', sequence: 1 })
    expect(client.render('hello')).toMatchObject({ text: 'one', reason: 'STALE' })
    await client.close()
    await harness.forge.close()
    const again = harness.client()
    await again.start()
    expect(again.status()).toMatchObject({ trust: 'revoked-key', state: 'STALE' })
    expect(again.prompt('hello')).toBe('one')
  })

  it('takes nothing new by a revoked key, and the head that the next key signs', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client()
    await client.start()
    const revoked = { number: 2, epoch: 2, revoked: [signer.id], issued_at }
    harness.forge.keysets.push(sealKeyset(aKeyset(root, [second], revoked), [root]))
    const rejected = next(client, 'rejected')
    harness.forge.publish([two], { ...fresh(2 ** 40), ...fresh(3), sequence: 2 ** 40 })
    expect((await rejected).error.code).toBe('manifest.revoked_key')
    const changed = next(client, 'changed')
    const head = rotated.publish([two], { ...fresh(4), sequence: 2, epoch: 2, keyset: 2 })
    harness.forge.serve(head.envelope)
    await changed
    expect(client.status()).toMatchObject({ epoch: 2, sequence: 2, trust: 'pinned' })
  })
})
