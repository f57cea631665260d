import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Anvil, type AnvilOptions, createAnvil } from '@anvil/live-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../support/content.js'
import { accessToken, deliveries, publication, release } from '../support/release.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

let forge: RunningForge
let office: Office
let set: PromptSetDesk
let token: string
let tokenId: string
let folder: string
const clients: Anvil[] = []

beforeAll(async () => {
  forge = await runningForge()
  office = await openOffice(forge)
  set = await office.newSet('Onboarding')
  await set.write('welcome.message', 'Welcome {{name}}!')
  const { version } = await lock(set, office.reviewer)
  await release(office.author, office.projectId, { prompt_set_id: set.id, version })
  const issued = await accessToken(office.author, office.projectId)
  token = issued.value
  tokenId = issued.access_token.id
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-loop-'))
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
})
afterAll(async () => {
  await forge.close()
  await rm(folder, { recursive: true })
})

async function start(name: string, options: AnvilOptions = {}): Promise<Anvil> {
  const place = {
    forgeUrl: forge.url,
    projectId: office.projectId,
    accessToken: token,
    cacheDir: path.join(folder, name),
  }
  const client = createAnvil({ ...place, rootKey: forge.ctx.signing.rootKey, logger: false, ...options })
  clients.push(client)
  await client.start()
  return client
}

const connected = (client: Anvil) =>
  expect.poll(() => client.status().connection.via, { timeout: 10_000 }).toBe('socket')

async function publishText(template: string) {
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write('welcome.message', template)
  const { version } = await lock(set, office.reviewer)
  return release(office.author, office.projectId, { prompt_set_id: set.id, version })
}

const rendered = (client: Anvil, text: string) =>
  expect.poll(() => client.prompt('welcome.message', { name: 'Ada' }), { timeout: 10_000 }).toBe(text)

describe('the loop', () => {
  it('brings a changed prompt to every connected application, which acknowledge it', async () => {
    const apps = [await start('one'), await start('two')]
    for (const app of apps) {
      expect(app.prompt('welcome.message', { name: 'Ada' })).toBe('Welcome Ada!')
      await connected(app)
    }
    const published = await publishText('Good morning {{name}}!')
    for (const app of apps) await rendered(app, 'Good morning Ada!')
    const list = await deliveries(office.author, published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: true, counts: { applied: 2 } })
    const { body } = await office.author.call('get', `/projects/${office.projectId}/environments/production/instances`)
    expect(body.instances).toHaveLength(2)
    expect(body.instances[0]).toMatchObject({ contact: 'connected', sequence: published.sequence, trust: 'pinned' })
  })

  it('converges without a socket', async () => {
    const app = await start('pulling', { transport: 'pull', syncIntervalMs: 1_000 })
    await publishText('Pulled, {{name}}.')
    await rendered(app, 'Pulled, Ada.')
  })

  it('leaves a frozen application alone and says so', async () => {
    await start('frozen')
    await clients.splice(0)[0]?.close()
    const frozen = await start('frozen', { mode: 'frozen' })
    const before = frozen.prompt('welcome.message', { name: 'Ada' })
    await connected(frozen)
    const published = await publishText('Not for the frozen, {{name}}.')
    const list = await deliveries(office.author, published, ({ counts }) => counts.frozen === 1)
    expect(list.successful).toBe(false)
    expect(frozen.prompt('welcome.message', { name: 'Ada' })).toBe(before)
    expect(frozen.status().wanted).toMatchObject({ sequence: published.sequence })
    await frozen.sync()
    expect(frozen.prompt('welcome.message', { name: 'Ada' })).toBe('Not for the frozen, Ada.')
  })

  it('rolls back with a new sequence', async () => {
    const app = await start('rolling')
    const before = app.prompt('welcome.message', { name: 'Ada' })
    await connected(app)
    const published = await publishText('A mistake, {{name}}.')
    await rendered(app, 'A mistake, Ada.')
    const back = { kind: 'rollback', to_sequence: published.previous_sequence }
    const { body } = await publication(office.author, office.projectId, back).expect(201)
    expect(body.sequence).toBe(published.sequence + 1)
    await rendered(app, before)
  })

  it('cuts off an application whose token is revoked, and lets it go on serving', async () => {
    const app = await start('revoked')
    await connected(app)
    await office.author.call('post', `/projects/${office.projectId}/access-tokens/${tokenId}/revoke`).expect(200)
    await expect.poll(() => app.status().state, { timeout: 10_000 }).toBe('ERROR')
    expect(app.status().last_error?.code).toBe('token.revoked')
    expect(app.prompt('welcome.message', { name: 'Ada' })).toContain('Ada')
  })
})
