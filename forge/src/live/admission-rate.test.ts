import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../../test/support/raw-instance.js'
import { accessToken } from '../../test/support/release.js'

let office: LiveOffice
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice({}, { ANVIL_RATE_DELIVERIES: '3' })
})
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.disconnect()
})
afterAll(() => office.forge.close())

function connect(token: string): RawInstance {
  const instance = rawInstance(office.forge.url, handshake(token))
  open.push(instance)
  return instance
}

it('sockets of an access token that come more often than may be asked wait until they may; those of others do not', async () => {
  const { value } = await accessToken(office.author, office.projectId)
  for (let nth = 0; nth < 3; nth++) await connect(value).welcome
  const told = await refusal(connect(value))
  expect(told).toMatchObject({
    code: 'request.rate_limited',
    message: expect.stringContaining('limited to 3 a minute'),
  })
  expect([0, 60].map((seconds) => Number(told?.retry_after_ms) <= seconds * 1_000)).toEqual([false, true])
  const asked = await office.fetch(`/projects/${office.projectId}/manifest`, { token: value })
  expect([asked.status, asked.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
  await connect(office.token).welcome
})
