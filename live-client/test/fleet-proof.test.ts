import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { sealKeyset } from '@anvil/shared/bundle'
import { aKeyset, testKey } from '@anvil/shared/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { bundleOf, fresh, refuse, time } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { serveSockets } from './support/live-server.js'

const harness = useHarness()
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })

interface Proof {
  instance_id: string
  manifest: { payload: string }
  keysets: unknown[]
}
let proofs: Promise<Proof>[]
let answer: (response: ServerResponse) => void
beforeEach(() => {
  proofs = []
  answer = (response) => void response.end('{"ahead":true}')
  harness.forge.script.answer = (request, response) => {
    if (request.url?.endsWith('/proof') !== true) return false
    proofs.push(readProof(request))
    answer(response)
    return true
  }
})

const readProof = async (request: IncomingMessage): Promise<Proof> => JSON.parse(await text(request))
const firstProof = async (): Promise<Proof> => {
  await expect.poll(() => proofs.length, { timeout: 10_000 }).toBeGreaterThan(0)
  return (await proofs[0]) ?? expect.fail('There is no proof')
}
const manifestIn = ({ manifest }: Proof) => JSON.parse(Buffer.from(manifest.payload, 'base64').toString())

/** A client that runs sequence 7. */
async function running() {
  harness.forge.publish([two], fresh(7))
  const client = harness.client()
  await client.start()
  return client
}

describe('an instance whose FORGE has less than it runs', () => {
  it('refuses to go back, and proves what it runs with all that verifies it', async () => {
    const client = await running()
    const rejected = next(client, 'rejected')
    harness.forge.publish([one], fresh(3))
    expect((await rejected).error.code).toBe('manifest.rollback')
    const proof = await firstProof()
    expect(manifestIn(proof)).toMatchObject({ sequence: 7, epoch: 1 })
    expect(proof.instance_id).toMatch(/^[\w.:-]{1,64}$/)
    expect(proof.keysets).toEqual(harness.forge.keysets.map((keyset) => JSON.parse(Buffer.from(keyset).toString())))
    expect(client.prompt('hello')).toBe('two')
  })

  it('proves other content under its own sequence too', async () => {
    const client = await running()
    const rejected = next(client, 'rejected')
    harness.forge.publish([one], fresh(7))
    expect((await rejected).error.code).toBe('manifest.equivocation')
    expect(manifestIn(await firstProof())).toMatchObject({ sequence: 7 })
    expect(client.prompt('hello')).toBe('two')
  })

  it('proves it at once where FORGE asks for it in its welcome', async () => {
    harness.forge.publish([two], fresh(7))
    const live = serveSockets(harness.forge)
    live.greeting = { ...live.greeting, prove: true }
    const client = harness.client({ transport: 'auto' })
    await client.start()
    expect(manifestIn(await firstProof())).toMatchObject({ sequence: 7 })
    expect(client.status().last_error).toBeNull()
  })

  it('proves nothing by a state whose key was revoked: nobody can tell it from a thief’s', async () => {
    const client = await running()
    const root = testKey('root')
    const issued_at = time(Date.now() - 3_000_000)
    const revoked = aKeyset(root, [testKey('second')], {
      number: 2,
      epoch: 2,
      revoked: [testKey('signer').id],
      issued_at,
    })
    const stale = next(client, 'stale')
    harness.forge.keysets.push(sealKeyset(revoked, [root]))
    await stale
    const rejected = next(client, 'rejected')
    harness.forge.publish([one], fresh(8))
    expect((await rejected).error.code).toBe('manifest.revoked_key')
    await client.close()
    expect(proofs).toEqual([])
  })

  it('says so where FORGE does not take the proof, and goes on serving', async () => {
    answer = (response) => refuse(response, 422, 'manifest.unknown_key')
    const client = await running()
    const error = next(client, 'error')
    harness.forge.publish([one], fresh(3))
    expect((await error).message).toMatch(/did not take the proof of that \(status 422\)\. Tell its operator/)
    expect([client.prompt('hello'), client.status().state]).toEqual(['two', 'READY'])
  })

  it('is not kept from closing by a FORGE that never answers the proof', async () => {
    answer = () => undefined
    const client = await running()
    harness.forge.publish([one], fresh(3))
    await firstProof()
    await client.close()
    expect(proofs).toHaveLength(1)
  })

  it('proves nothing of a file that is older: FORGE said nothing', async () => {
    const client = await running()
    await client.sync({ out: `${harness.dir}/seven.anvil` })
    harness.forge.publish([two], fresh(9))
    await client.sync()
    await expect(client.sync({ file: `${harness.dir}/seven.anvil` })).rejects.toMatchObject({
      code: 'manifest.rollback',
    })
    await client.close()
    expect(proofs).toEqual([])
  })
})
