import { expect } from 'vitest'
import type { Office } from './content.js'
import type { TestForge } from './forge.js'
import { type LiveNode, liveNode } from './live-node.js'
import { printShop } from './print-shop.js'
import { handshake, type RawInstance, rawInstance } from './raw-instance.js'
import { accessToken } from './release.js'

export type DeliveryStage = Awaited<ReturnType<typeof deliveryStage>>

/** A project of its own with a locked prompt set, a token, a FORGE node, and the instances that dial it. */
export async function deliveryStage(forge: TestForge, office: Office) {
  const shop = await printShop(office)
  const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
  const token = (await accessToken(office.author, shop.projectId)).value
  const nodes: LiveNode[] = []
  const instances: RawInstance[] = []
  const start = async () => {
    const started = await liveNode(forge.ctx)
    nodes.push(started)
    return started
  }
  const node = await start()
  /** An instance that dials, with the token and this in its handshake. */
  const dial = (change: object, at: LiveNode = node): RawInstance => {
    const instance = rawInstance(at.url, handshake(token, change))
    instances.push(instance)
    return instance
  }
  /** What FORGE's database says of an instance. */
  const row = ({ id }: RawInstance) => forge.ctx.db('live_instances').where({ id }).first()
  return {
    shop,
    set,
    node,
    start,
    dial,
    row,
    /** An instance that is connected, runs the head, and is known to FORGE. */
    connected: async (change: object = {}, at: LiveNode = node): Promise<RawInstance> => {
      const { epoch, sequence } = await shop.head()
      const instance = dial({ have: { epoch, sequence }, ...change }, at)
      await instance.welcome
      await expect.poll(async () => (await row(instance))?.connected, { timeout: 30_000 }).toBe(true)
      return instance
    },
    close: async (): Promise<void> => {
      for (const instance of instances) instance.socket.disconnect()
      for (const each of nodes) await each.close()
    },
  }
}
