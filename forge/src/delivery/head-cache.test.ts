import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LiveNode, liveNode } from '../../test/support/live-node.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { handshake, type RawInstance, rawInstance } from '../../test/support/raw-instance.js'
import { accessToken } from '../../test/support/release.js'
import { HeadCache } from './head-cache.js'

const MINUTE = 60_000
let ahead = 0
const forge = testForge({ now: () => new Date(Date.now() + ahead) })
let office: Office
let shop: PrintShop
let first: LockedSet
let second: LockedSet
let node: LiveNode

beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  ahead = 0
  shop = await printShop(office)
  first = await shop.locked('Onboarding', { welcome: 'Welcome!' })
  second = await shop.revise(first, { welcome: 'Good morning!' })
  node = await liveNode(forge.ctx)
})
afterEach(() => node.close())

const publish = async (set: LockedSet, environment = 'production') =>
  (await shop.ask({ kind: 'publish', sets: [named(set)] }, { environment }).expect(201)).body
async function instanceIn(environment: string): Promise<RawInstance> {
  const { value } = await accessToken(office.author, shop.projectId, environment)
  const { epoch, sequence } = await shop.head(environment)
  const instance = rawInstance(node.url, handshake(value, { have: { epoch, sequence } }))
  await instance.welcome
  return instance
}
const sequenceOf = async (instance: RawInstance, count: number): Promise<number> =>
  JSON.parse(Buffer.from((await instance.pushed(count)).envelope.payload, 'base64').toString()).sequence

describe('a node', () => {
  it('sees what is published after its clock was set back', async () => {
    const heads = new HeadCache(forge.ctx.db)
    ahead = 5 * MINUTE
    await publish(first, 'staging')
    await heads.refresh()
    ahead = 0
    const { sequence } = await publish(first)
    expect((await heads.refresh()).map(({ head, rose }) => [head.sequence, rose])).toEqual([[sequence, true]])
    expect(await heads.refresh()).toEqual([])
  })

  it('pushes a head that it came to know while it announced another', async () => {
    const instance = await instanceIn('staging')
    for (let round = 1; round <= 6; round += 1) {
      const set = round % 2 === 1 ? first : second
      const staging = await publish(set, 'staging')
      await node.hub.announce((await publish(set)).id)
      expect(await sequenceOf(instance, round)).toBe(staging.sequence)
    }
    instance.socket.disconnect()
  })
})
