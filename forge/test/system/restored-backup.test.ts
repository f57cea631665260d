import type { Anvil } from '@anvil/live-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OperatorServer, operatorServer } from '../support/operator.js'
import { becomes, connected, type OperatorStage, operatorStage, renders } from '../support/operator-stage.js'
import { publication } from '../support/release.js'

const pull = { transport: 'pull', syncIntervalMs: 200 } as const
const others: OperatorServer[] = []
let stage: OperatorStage
let backup: string

beforeEach(async () => {
  stage = await operatorStage()
  backup = stage.file('last-week.backup')
})
afterEach(async () => {
  await stage.close()
  for (const other of others.splice(0)) await other.remove()
})

/** FORGE's database is lost, and the backup restored in its place. */
async function loseAndRestore(): Promise<void> {
  await stage.stop()
  const other = await operatorServer({
    blank: true,
    env: { ANVIL_SECRET_KEY: stage.server.env['ANVIL_SECRET_KEY'] ?? '' },
  })
  others.push(other)
  expect((await other.cli(['restore', backup])).code).toBe(0)
  await stage.start(other)
}

const headPath = () => `/projects/${stage.office.projectId}/environments/production/head`
const head = async () => (await stage.office.author.call('get', headPath()).expect(200)).body
const behind = () => expect.poll(async () => (await head()).behind_fleet, { timeout: 60_000 })
const publishBack = () => publication(stage.office.author, stage.office.projectId, { kind: 'rollback', to_sequence: 0 })

describe("FORGE's database restored from last week's backup", () => {
  it('is nothing that its instances go back for: they prove it, the sequence is repaired, and all converge', async () => {
    expect((await stage.operate('backup', '--out', backup)).code).toBe(0)
    const [pushed, pulling] = [await stage.client('pushed'), await stage.client('pulling', pull)]
    await connected(pushed)
    for (const text of ['Second, {{name}}', 'Third, {{name}}']) await stage.publishText(text)
    const apps: Anvil[] = [pushed, pulling]
    for (const app of apps) await renders(app, 'Third, Ada')

    await loseAndRestore()
    await behind().toMatchObject({ epoch: 1, sequence: 3 })
    expect(await head()).toMatchObject({ sequence: 1 })
    await becomes(pulling, { last_error: { code: 'manifest.rollback' }, sequence: 3 })
    const refused = await publishBack()
    expect([refused.status, refused.body.error.code]).toEqual([409, 'environment.behind_fleet'])
    for (const app of apps) expect(app.prompt('welcome', { name: 'Ada' })).toBe('Third, Ada')

    const sick = await stage.operate('doctor')
    expect([sick.code, sick.stdout]).toEqual([
      1,
      expect.stringMatching(
        /failed +sequence +instances of production of Support desk run sequence 3, and this FORGE is at 1/,
      ),
    ])
    const { code, stdout } = await stage.operate('repair-sequence')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^production of Support desk: instances run sequence 3, and this FORGE is at 1, as \S+ proved\. The next publication takes 4\.\n {2}They go on with onboarding 1\.0\.2 until somebody publishes/,
      ),
    ])
    for (const app of apps) expect(app.status()).toMatchObject({ sequence: 3 })
    const published = await stage.publishText('Written anew, {{name}}')
    expect([published.sequence, published.previous_sequence]).toEqual([4, 1])
    for (const app of apps) await renders(app, 'Written anew, Ada')
    for (const app of apps) await becomes(app, { sequence: 4, state: 'READY', trust: 'pinned' })
    expect((await stage.operate('repair-sequence', '--json')).json).toMatchObject({ keysets: [], environments: [] })
  })

  it('is proved by an instance that was down meanwhile, as soon as it starts', async () => {
    await stage.operate('backup', '--out', backup)
    const before = await stage.client('down')
    await stage.publishText('Second, {{name}}')
    await renders(before, 'Second, Ada')
    await before.close()
    await loseAndRestore()
    expect((await head()).behind_fleet).toBeNull()
    const again = await stage.client('down')
    await behind().toMatchObject({ sequence: 2 })
    expect(again.prompt('welcome', { name: 'Ada' })).toBe('Second, Ada')
  })

  it('is noticed too where FORGE published beside its instances before they came back', async () => {
    await stage.operate('backup', '--out', backup)
    const app = await stage.client('late', pull)
    await stage.publishText('Second, {{name}}')
    await renders(app, 'Second, Ada')
    await app.close()
    await loseAndRestore()
    expect((await stage.publishText('Another second, {{name}}')).sequence).toBe(2)
    const again = await stage.client('late', pull)
    await becomes(again, { last_error: { code: 'manifest.equivocation' } })
    await behind().toMatchObject({ sequence: 2 })
    await stage.operate('repair-sequence')
    expect((await stage.publishText('Third, {{name}}')).sequence).toBe(3)
    await renders(again, 'Third, Ada')
  })

  it('loses no key that was made since: the keysets come back from the instances', async () => {
    await stage.operate('backup', '--out', backup)
    const app = await stage.client('keys')
    await connected(app)
    const { keys } = (await stage.operate('keys', 'list', '--json')).json
    const stolen = keys.find(({ state }: { state: string }) => state === 'signing').id
    await stage.operate('keys', 'revoke', stolen)
    await becomes(app, { epoch: 2 })
    await stage.publishText('Second, {{name}}')
    await renders(app, 'Second, Ada')
    await loseAndRestore()
    await behind().toMatchObject({ epoch: 2, sequence: 2 })
    const { json } = await stage.operate('repair-sequence', '--json')
    expect(json).toMatchObject({ keysets: [2, 3], environments: [{ next_sequence: 3 }] })
    const states = (await stage.operate('keys', 'list', '--json')).json.keys
    expect(states.find(({ id }: { id: string }) => id === stolen).state).toBe('revoked')
    expect((await stage.publishText('Third, {{name}}')).epoch).toBe(2)
    await renders(app, 'Third, Ada')
    await becomes(app, { trust: 'pinned', state: 'READY', sequence: 3 })
  })
})

describe('a backup restored in time', () => {
  it('lets running instances go on as if nothing had been, and a publish reach them', async () => {
    const [pushed, pulling] = [await stage.client('pushed'), await stage.client('pulling', pull)]
    await connected(pushed)
    await stage.publishText('Second, {{name}}')
    for (const app of [pushed, pulling]) await renders(app, 'Second, Ada')
    await stage.operate('backup', '--out', backup)
    await loseAndRestore()
    await becomes(pushed, { connection: { via: 'socket' }, state: 'READY', sequence: 2, last_error: null })
    expect((await head()).behind_fleet).toBeNull()
    expect((await stage.publishText('After the restore, {{name}}')).sequence).toBe(3)
    for (const app of [pushed, pulling]) await renders(app, 'After the restore, Ada')
  })

  it('moves a FORGE from its embedded database to the database of this run', async () => {
    const embedded = await operatorStage({ embedded: true })
    const app = await embedded.client('moving')
    await connected(app)
    await embedded.stop()
    const file = embedded.file('move.backup')
    expect((await embedded.server.cli(['backup', '--out', file])).code).toBe(0)
    const secret = { ANVIL_SECRET_KEY: embedded.server.env['ANVIL_SECRET_KEY'] ?? '' }
    const target = await operatorServer({ blank: true, env: secret })
    others.push(target)
    expect((await target.cli(['restore', file])).code).toBe(0)
    await embedded.start(target)
    await embedded.publishText('From the new database, {{name}}')
    await renders(app, 'From the new database, Ada')
    await embedded.close()
  })
})
