import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type Anvil, type AnvilOptions, createAnvil } from '@anvil/live-client'
import type { LiveInstance, LiveInstancePage, SyncRequest } from '@anvil/shared/api'
import express from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { deliveries } from '../support/release.js'

const PATIENT = { timeout: 30_000 }
let office: LiveOffice
const clients: Anvil[] = []
const servers: Server[] = []

beforeAll(async () => {
  office = await liveOffice()
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await office.forge.ctx.db('live_instances').delete()
})
afterAll(() => office.forge.close())

/** A real application that looks by itself once a day at the most. */
function application(options: AnvilOptions = {}): Anvil {
  const client = createAnvil({
    forgeUrl: office.forge.url,
    projectId: office.projectId,
    accessToken: office.token,
    rootKey: office.forge.ctx.signing.rootKey,
    cacheDir: false,
    syncIntervalMs: 86_400_000,
    logger: false,
    ...options,
  })
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

const path = (below: string) => `/projects/${office.projectId}/environments/production/${below}`
const fleet = async (): Promise<LiveInstance[]> => {
  const { body }: { body: LiveInstancePage } = await office.author.call('get', path('instances')).expect(200)
  return body.instances
}
const askAll = async (): Promise<SyncRequest> =>
  (
    await office.author
      .call('post', path('sync-requests'))
      .send({ select: { matching: {} } })
      .expect(202)
  ).body
const countsOf = async ({ id }: SyncRequest): Promise<SyncRequest['counts']> =>
  (await office.author.call('get', path(`sync-requests/${id}`)).expect(200)).body.counts

describe('a real application that is asked to sync', () => {
  it('by its socket says that it runs it already, or that it is frozen and stays', async () => {
    const client = application()
    await client.start()
    const standing = async () => (await fleet()).map(({ can_hear, light }) => [can_hear, light])
    await expect.poll(standing, PATIENT).toEqual([[true, 'current']])
    const current = await askAll()
    await expect.poll(() => countsOf(current), PATIENT).toEqual({ current: 1 })

    await client.setMode('frozen')
    const published = await office.publishText('A newer welcome, {{name}}.')
    await expect.poll(async () => (await fleet()).map(({ light }) => light), PATIENT).toEqual(['frozen'])
    const frozen = await askAll()
    await expect.poll(() => countsOf(frozen), PATIENT).toEqual({ frozen: 1 })
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('Welcome Ada!')
    expect(client.status().sequence).not.toBe(published.sequence)
  })

  it('by its address is pushed what it missed, applies it, and renders it', async () => {
    let isDown = true
    const app = express()
    const server = createServer(app).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const client = application({ transport: 'pull', receiverUrl: `http://127.0.0.1:${port}/anvil/receive` })
    app.use((_req, res, next) => (isDown ? void res.status(503).end() : next()))
    app.post('/anvil/receive', client.receiver())
    await client.start()
    const runsHead = async () => (await fleet()).map(({ light, can_hear }) => [light, can_hear])
    await expect.poll(runsHead, PATIENT).toEqual([['current', true]])

    const published = await office.publishText('Asked for, {{name}}.')
    await deliveries(office.author, published, ({ counts }) => counts.unreachable === 1)
    const failed = await askAll()
    await expect.poll(() => countsOf(failed), PATIENT).toEqual({ unanswered: 1 })
    isDown = false
    const request = await askAll()
    await expect.poll(() => countsOf(request), PATIENT).toEqual({ applied: 1 })
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('Asked for, Ada.')
    await expect.poll(runsHead, PATIENT).toEqual([['current', true]])
    const { counts } = await deliveries(office.author, published, (list) => list.counts.applied === 1)
    expect(counts).toEqual({ applied: 1 })
  })

  it('is not asked where it only sends reports, and says so', async () => {
    const client = application({ transport: 'pull' })
    await client.start()
    await expect.poll(async () => (await fleet()).length, PATIENT).toBe(1)
    expect(await askAll()).toMatchObject({ asked: 0, not_connected: 1, complete: true })
  })
})
