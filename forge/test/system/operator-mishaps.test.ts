import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { openKeysets } from '@anvil/shared/bundle'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ForgeProcess, forgeProcess } from '../support/forge-process.js'
import { besideForge, cliProcess, operatorServer } from '../support/operator.js'
import { becomes, connected, type OperatorStage, operatorStage, renders } from '../support/operator-stage.js'

describe('on a stage', () => {
  let stage: OperatorStage
  beforeEach(async () => {
    stage = await operatorStage()
  })
  afterEach(() => stage.close())

  it('a lost root key stops no publishing, but costs a new identity, which each application is told', async () => {
    const app = await stage.client('app')
    await connected(app)
    const file = stage.file('root.json')
    expect((await stage.operate('keys', 'export-root', '--out', file, '--remove')).code).toBe(0)
    await rm(file)
    expect((await stage.operate('keys', 'rotate')).stderr).toContain('The root key is not on this server')
    await stage.publishText('Still published, {{name}}')
    await renders(app, 'Still published, Ada')

    const { code, json } = await stage.operate('keys', 'new-identity', '--yes', '--json')
    expect(code).toBe(0)
    await becomes(app, { last_error: { code: 'manifest.unknown_key' } })
    const published = await stage.publishText('By the new keys, {{name}}')
    await becomes(app, { last_error: { code: 'manifest.unknown_key' } })
    expect([app.prompt('welcome', { name: 'Ada' }), app.status().sequence]).toEqual(['Still published, Ada', 2])
    await app.close()
    const unaware = await stage.client('app')
    await renders(unaware, 'Still published, Ada')
    await unaware.close()

    const told = await stage.client('app', { rootKey: json.root_key })
    await renders(told, 'By the new keys, Ada')
    expect(told.status()).toMatchObject({ trust: 'pinned', sequence: published.sequence, epoch: 2 })
    await stage.publishText('And on, {{name}}')
    await renders(told, 'And on, Ada')
  })

  it('a wrong ANVIL_SECRET_KEY is one sentence at the server, and nothing at the applications', async () => {
    const app = await stage.client('app')
    await connected(app)
    await stage.stop()
    const wrong = { ...stage.server.env, ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'), PORT: '0' }
    const started = await cliProcess({ ...wrong, NO_COLOR: '1' }, ['start'])
    expect([started.code, started.stdout]).toEqual([4, ''])
    expect(started.stderr).toMatch(
      /^error: The secret key is not the one this database was made with\. Put the original one back.* \(secret_key\.wrong\)\n$/,
    )
    expect(started.stderr).not.toContain(wrong.ANVIL_SECRET_KEY)
    const listed = await stage.server.cliWith({ ANVIL_SECRET_KEY: wrong.ANVIL_SECRET_KEY }, ['keys', 'list'])
    expect([listed.code, listed.stdout]).toEqual([4, ''])
    expect(app.prompt('welcome', { name: 'Ada' })).toBe('Welcome Ada!')
    await app.close()
    const again = await stage.client('app')
    expect(again.render('welcome', { name: 'Ada' })).toMatchObject({ text: 'Welcome Ada!', reason: 'CACHED' })
    await stage.start()
    await stage.publishText('The right key is back, {{name}}')
    await renders(again, 'The right key is back, Ada')
  })

  it('a new root key is taken by running applications, and by new ones that pin it', async () => {
    const app = await stage.client('app')
    await connected(app)
    const { json } = await stage.operate('keys', 'rotate', '--root', '--json')
    await stage.publishText('Under the new root, {{name}}')
    await renders(app, 'Under the new root, Ada')
    expect(app.status()).toMatchObject({ trust: 'pinned', state: 'READY' })
    const pinned = await stage.client('pinned', { rootKey: json.root_key })
    await renders(pinned, 'Under the new root, Ada')
    expect(pinned.status().trust).toBe('pinned')
    await app.close()
    await renders(await stage.client('app', { rootKey: json.root_key }), 'Under the new root, Ada')
  })

  it('a key that is rotated while FORGE runs or rests is noticed by every open socket', async () => {
    const app = await stage.client('app')
    await connected(app)
    await stage.operate('keys', 'rotate')
    await stage.publishText('By the second key, {{name}}')
    await renders(app, 'By the second key, Ada')
    const { db } = stage.forge.ctx
    await expect
      .poll(async () => db('environment_heads').whereNot({ keyset: 2 }).pluck('environment_id'), { timeout: 30_000 })
      .toEqual([])
  })

  it('a version is published by the operator, and the trail names them', async () => {
    const app = await stage.client('app')
    await connected(app)
    await stage.publishText('Second, {{name}}')
    await renders(app, 'Second, Ada')
    const back = ['--project', 'support-desk', '--environment', 'production', '--prompt-set', 'onboarding']
    const wrong = await stage.operate('publish', ...back, '--version', '1.0.0', '--expected-sequence', '1')
    expect([wrong.code, wrong.stderr]).toEqual([6, expect.stringContaining('is at sequence 2, not 1')])
    const done = await stage.operate('publish', ...back, '--version', '1.0.0', '--note', 'by hand', '--json')
    expect([done.code, done.json]).toMatchObject([0, { sequence: 3, created_by: null, note: 'by hand' }])
    await renders(app, 'Welcome Ada!')
    const entry = await stage.forge.ctx.db('audit_entries').where({ target: done.json.id }).first()
    expect(entry).toMatchObject({ actor_kind: 'system', actor_id: 'operator', action: 'publication.publish' })
    expect((await stage.operate('publish', ...back, '--version', '1.0.0')).code).toBe(6)
    expect((await stage.operate('publish', ...back, '--version', '9.9.9')).code).toBe(5)
    expect((await stage.operate('publish', ...back.with(5, 'nothing'), '--version', '1.0.0')).code).toBe(5)
    expect((await stage.operate('publish', ...back.with(1, 'nothing'), '--version', '1.0.0')).code).toBe(5)
    expect((await stage.operate('publish', ...back.with(3, 'nowhere'), '--version', '1.0.0')).code).toBe(5)
    expect((await stage.operate('publish', ...back, '--version', 'x')).code).toBe(2)
  })
})

it('two nodes that start for the first time at once make one root key, or one of them says who has the folder', async () => {
  const server = await operatorServer({ blank: true, env: { ANVIL_LOG_LEVEL: 'info', PORT: '0' } })
  const nodes: ForgeProcess[] = [forgeProcess(server.env), forgeProcess(server.env)]
  const urls = await Promise.allSettled(nodes.map((node) => node.said(/^FORGE is at/)))
  const roots = await Promise.all(
    urls.flatMap((said) => (said.status === 'fulfilled' ? [rootAt(said.value.replace('FORGE is at ', ''))] : [])),
  )
  expect(new Set(roots).size).toBe(1)
  expect(roots).toHaveLength(besideForge() ? 2 : 1)
  for (const [at, { status }] of urls.entries()) {
    if (status === 'rejected') expect((await nodes[at]?.ended)?.errors).toMatch(/^Another FORGE uses the data folder/)
  }
  for (const node of nodes) node.signal('SIGTERM')
  await Promise.all(nodes.map(({ ended }) => ended))
  expect((await server.cli(['keys', 'list', '--json'])).json.keys).toHaveLength(2)
  await server.remove()
})

async function rootAt(url: string): Promise<string> {
  const { keysets } = JSON.parse(await (await fetch(`${url}/api/v1/keyset?from=0`)).text())
  const bytes = keysets.map((keyset: unknown) => Buffer.from(JSON.stringify(keyset)))
  return openKeysets(bytes, 'first-use').root
}
