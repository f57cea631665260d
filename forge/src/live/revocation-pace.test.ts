import request from 'supertest'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance } from '../../test/support/raw-instance.js'
import { accessToken } from '../../test/support/release.js'
import { createApp } from '../app.js'
import { contextOn } from '../context.js'

const SECOND = 1_000
let database: TestDatabase
let office: LiveOffice
let cut: RawInstance
let stays: RawInstance

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  database = await testDatabase()
  office = await liveOffice({ database })
})
afterAll(async () => {
  for (const { socket } of [cut, stays]) socket.disconnect()
  await office.forge.close()
  vi.useRealTimers()
})

it('looks at least once a second for tokens that another node revoked, and one look cuts their sockets', async () => {
  const { forge, author, projectId, token } = office
  const { value, access_token } = await accessToken(author, projectId)
  cut = rawInstance(forge.url, handshake(value))
  stays = rawInstance(forge.url, handshake(token))
  await Promise.all([cut.welcome, stays.welcome])
  const otherNode = createApp(await contextOn(forge.ctx.config, database, { log: forge.ctx.log }))
  const path = `/api/v1/projects/${projectId}/access-tokens/${access_token.id}/revoke`
  await request(otherNode).post(path).set('authorization', `Bearer ${author.token}`).expect(200)
  expect(cut.socket.connected).toBe(true)
  vi.advanceTimersByTime(SECOND)
  expect((await cut.goodbye).code).toBe('token.revoked')
  await cut.ended
  expect(stays.socket.connected).toBe(true)
}, 20_000)
