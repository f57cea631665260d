import { readdir } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { callsOf, PROBES, SOURCES } from '../support/all-probes.js'
import { testForge } from '../support/forge.js'
import { observeCall } from '../support/observe-call.js'
import { type StoreScene, storeScene } from '../support/store-scene.js'

/** The stores of FORGE's own work, which is not done for anybody, and those whose only condition is a key of the server's. */
const OWN_WORK = [
  'access-tokens/revocation-store',
  'audit/audit-store',
  'audit/checkpoint-store',
  'audit/seal-store',
  'backup/table-store',
  'events/standing-store',
  'metrics/instance-counts-store',
  'oidc/oidc-attempt-store',
  'signing/signing-store',
  'users/sign-in-attempt-store',
]

/** What reads or writes rows of somebody's without being called a store. */
const NO_STORES = ['delivery/head-loader', 'live/delivery-targets', 'live/instance-reads', 'live/manifest-push']
const forge = testForge()
let scene: StoreScene
beforeAll(async () => {
  scene = await storeScene(forge)
})

describe('the conditions of a store, without any help by policies,', () => {
  it('are looked at in every store that requests use', async () => {
    const files = await readdir(SOURCES, { recursive: true })
    const stores = files.filter((file) => file.endsWith('-store.ts')).map((file) => file.slice(0, -'.ts'.length))
    expect([...Object.keys(PROBES), ...OWN_WORK].toSorted()).toEqual([...stores, ...NO_STORES].toSorted())
  })

  it.each(Object.keys(PROBES))('leave a neighbour out: %s', async (name) => {
    const { db } = forge.ctx
    const store: unknown = await import(`${SOURCES}/${name}.ts`)
    const untouched = await observeCall(db, () => Promise.resolve(), scene.theirIds)
    const calls = callsOf(name, store, scene)
    expect(calls.length).toBeGreaterThan(0)
    for (const call of calls) {
      const { answer, theirRows } = await observeCall(db, call, scene.theirIds)
      const told = answer.startsWith('answer') ? answer : ''
      expect(
        scene.theirIds.filter((id) => told.includes(id)),
        `${String(call)} told of a neighbour`,
      ).toEqual([])
      expect(theirRows, `${String(call)} touched rows of a neighbour`).toBe(untouched.theirRows)
    }
  })
})
