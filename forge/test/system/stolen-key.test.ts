import type { Anvil } from '@anvil/live-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomes, connected, type OperatorStage, operatorStage, renders } from '../support/operator-stage.js'
import { deliveries } from '../support/release.js'
import { type Thief, thief } from '../support/thief.js'

/** The highest sequence that a manifest can have. */
const HIGHEST = Number.MAX_SAFE_INTEGER

let stage: OperatorStage
let stolen: Thief
let pushed: Anvil
let pulling: Anvil
let deceived: Anvil
const pull = { transport: 'pull', syncIntervalMs: 200 } as const
const led = () => ({ ...pull, forgeUrl: stolen.url })

beforeAll(async () => {
  stage = await operatorStage()
  stolen = await thief(stage)
  pushed = await stage.client('pushed')
  pulling = await stage.client('pulling', pull)
})
afterAll(async () => {
  await stolen.close()
  await stage.close()
})

describe('a stolen signing key', () => {
  it('lets the thief deceive an application that they can reach, as long as nobody has revoked it', async () => {
    await connected(pushed)
    stolen.offer(HIGHEST)
    deceived = await stage.client('deceived', led())
    await renders(deceived, stolen.text)
    expect(deceived.status()).toMatchObject({ sequence: HIGHEST, epoch: 1, trust: 'pinned' })
    await renders(pushed, 'Welcome Ada!')
  })

  it('is revoked by one command, and every environment is signed anew in a new epoch, at its own sequence', async () => {
    const { code, json } = await stage.operate('keys', 'revoke', stolen.keyId.slice(0, 8), '--json')
    expect([code, json]).toMatchObject([0, { keyset: 2, epoch: 2, heads: 3 }])
    await becomes(pushed, { epoch: 2, sequence: 1, trust: 'pinned', state: 'READY' })
    await renders(pushed, 'Welcome Ada!')
  })

  it('is learnt of by an application that only asks now and then', async () => {
    await becomes(pulling, { epoch: 2, sequence: 1, trust: 'pinned', state: 'READY' })
  })

  it('shows at the deceived application, which learns of it through the thief’s own address', async () => {
    await becomes(deceived, { trust: 'revoked-key', state: 'STALE', sequence: HIGHEST })
    await deceived.close()
    const again = await stage.client('deceived', { ...led(), forgeUrl: 'http://127.0.0.1:1' })
    expect(again.status()).toMatchObject({ trust: 'revoked-key', state: 'STALE', sequence: HIGHEST })
    expect(again.render('welcome', { name: 'Ada' })).toMatchObject({ reason: 'STALE', text: stolen.text })
    await again.close()
  })

  it('deceives nobody any more, whatever sequence it signs', async () => {
    for (const sequence of [2, 1_000, HIGHEST]) {
      stolen.offer(sequence)
      const fresh = await stage.client(`fresh-${sequence}`, { ...led(), readyTimeoutMs: 2_000 })
      await becomes(fresh, { state: 'NOT_READY', last_error: { code: 'manifest.revoked_key' } })
      await fresh.close()
    }
    await pulling.close()
    const known = await stage.client('pulling', led())
    await becomes(known, { last_error: { code: 'manifest.revoked_key' } })
    expect(known.status()).toMatchObject({ epoch: 2, sequence: 1, trust: 'pinned' })
    await renders(known, 'Welcome Ada!')
    await known.close()
  })

  it('has locked nobody out: the deceived application takes the head from FORGE by itself', async () => {
    deceived = await stage.client('deceived')
    await becomes(deceived, { epoch: 2, sequence: 1, trust: 'pinned', state: 'READY' })
    await renders(deceived, 'Welcome Ada!')
  })

  it('leaves publishing as it was: the next sequence reaches all of them', async () => {
    pulling = await stage.client('pulling', pull)
    const published = await stage.publishText('Good morning {{name}}!')
    expect([published.epoch, published.sequence]).toEqual([2, 2])
    for (const app of [pushed, pulling, deceived]) await renders(app, 'Good morning Ada!')
    const list = await deliveries(
      stage.office.author,
      published,
      ({ counts }) => (counts.applied ?? 0) >= 2 && counts.rejected === undefined,
    )
    expect(list.counts.rejected).toBeUndefined()
  })
})
