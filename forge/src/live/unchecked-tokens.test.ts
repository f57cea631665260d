import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../../test/support/raw-instance.js'

let ahead = 0
let office: LiveOffice
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice({ elapsedMs: () => performance.now() + ahead })
})
afterEach(() => {
  for (const instance of open.splice(0)) instance.socket.disconnect()
})
afterAll(() => office.forge.close())

function connect(): RawInstance {
  const instance = rawInstance(office.forge.url, handshake(office.token))
  open.push(instance)
  return instance
}

function isLetIn(): Promise<boolean> {
  const instance = connect()
  return Promise.race([
    instance.welcome.then(() => true),
    new Promise<boolean>((resolve) => instance.socket.once('connect_error', () => resolve(false))),
  ])
}

/** Takes the database away; the answer gives it back. */
function away(answer: () => unknown): () => void {
  const connection = vi.spyOn(office.forge.ctx.db.client, 'acquireConnection').mockImplementation(answer)
  return () => connection.mockRestore()
}

const unreachable = new Error('connect ECONNREFUSED')
const pending: (() => void)[] = []
const refuses = (): Promise<never> => Promise.reject(unreachable)
const hangs = (): Promise<never> => new Promise((_, reject) => pending.push(() => reject(unreachable)))

describe('while the database can not tell which access tokens were revoked', () => {
  it.each([
    ['refuses', refuses],
    ['does not answer', hangs],
  ])('and %s, sockets go on for a minute, and are then cut and refused with the reason', async (_how, answer) => {
    const before = connect()
    await before.welcome
    const giveBack = away(answer)
    ahead += 50_000
    const soon = connect()
    await soon.welcome
    ahead += 11_000
    await expect.poll(() => [before, soon].some(({ socket }) => socket.connected), { timeout: 10_000 }).toBe(false)
    for (const instance of [before, soon]) {
      expect(await instance.goodbye).toMatchObject({
        code: 'forge.unavailable',
        message: expect.stringContaining('its database does not answer'),
      })
    }
    expect(await refusal(connect())).toMatchObject({ code: 'forge.unavailable', retry_after_ms: 5_000 })
    expect((await office.fetch(`/projects/${office.projectId}/manifest`)).status).toBe(200)
    giveBack()
    for (const end of pending.splice(0)) end()
    await expect.poll(isLetIn, { timeout: 10_000 }).toBe(true)
  })
})
