import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/open-database.js'
import { type OperatorServer, operatorServer } from '../support/operator.js'

let server: OperatorServer
beforeAll(async () => {
  server = await operatorServer()
  await (await server.start()).close()
})
afterAll(() => server.remove())

const inFolder = (name: string): string => path.join(server.folder, name)
const keys = async (args: string[]) => server.cli(['keys', ...args, '--json'])
const listed = async (): Promise<{ id: string; state: string; days_left: number | null }[]> =>
  (await keys(['list'])).json.keys
const idOf = async (state: string): Promise<string> => (await listed()).find((key) => key.state === state)?.id ?? ''

describe('anvil-forge keys', () => {
  it('lists each key with how it stands and when it ends', async () => {
    const { code, stdout, stderr } = await server.cli(['keys', 'list'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^ANVIL_ROOT_KEY=ed25519:\S{43}\n/)
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}root +signs keysets; its private half is on this server$/m)
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}signing +signs what .* · until \d{4}-\d\d-\d\d \(36[45] days\)$/m)
    expect(await listed()).toEqual([
      expect.objectContaining({ state: 'root', days_left: null }),
      expect.objectContaining({ state: 'signing', role: 'signing' }),
    ])
  })

  it('rotates the signing key', async () => {
    const before = await idOf('signing')
    const { code, json } = await keys(['rotate'])
    expect([code, json]).toMatchObject([0, { schemaVersion: 1, keyset: 2, epoch: 1, heads: 0 }])
    expect([await idOf('signing'), await idOf('trusted')]).toEqual([json.signing_key, before])
  })

  it('revokes a key by the beginning of its id', async () => {
    const id = await idOf('signing')
    const { code, stdout } = await server.cli(['keys', 'revoke', id.slice(0, 8)])
    expect([code, stdout]).toEqual([0, expect.stringContaining('Keyset 3 is in force, epoch 2.')])
    expect([await idOf('revoked'), (await idOf('signing')) === id]).toEqual([id, false])
    expect((await keys(['revoke', id])).code).toBe(6)
    expect(await keys(['revoke', 'ffffffff'])).toMatchObject({ code: 5, json: { error: { code: 'key.not_found' } } })
  })

  it('rotates the root key', async () => {
    const { root_key } = (await keys(['list'])).json
    const { json } = await keys(['rotate', '--root'])
    expect(json).toMatchObject({ keyset: 4, epoch: 2, signing_key: null })
    expect(json.root_key).not.toBe(root_key)
    expect((await listed()).map(({ state }) => state)).toContain('retired')
  })
})

describe('the root key away from the server', () => {
  it('is written to a file of its own, for the owner alone, and nothing is overwritten', async () => {
    const out = inFolder('root.json')
    expect(await keys(['export-root', '--out', out])).toMatchObject({ code: 0, json: { removed: false, file: out } })
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    const again = await server.cli(['keys', 'export-root', '--out', out, '--remove'])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already, and is not overwritten')])
    expect(await idOf('root')).not.toBe('')
  })

  it('is shown on no output', async () => {
    const { private_key } = JSON.parse(await readFile(inFolder('root.json'), 'utf8'))
    const said = await server.cli(['keys', 'export-root', '--out', inFolder('offline.json'), '--remove'])
    expect(said.stdout).toContain('Its private half is on this server no more.')
    expect(`${said.stdout}${said.stderr}`).not.toContain(private_key)
    expect(await idOf('root-offline')).not.toBe('')
  })

  it('makes rotating and revoking say what to do instead', async () => {
    const id = await idOf('signing')
    const rotate = await server.cli(['keys', 'rotate'])
    expect([rotate.code, rotate.stderr]).toEqual([6, expect.stringContaining('"anvil-forge keys request"')])
    const revoke = await server.cli(['keys', 'revoke', id])
    expect(revoke.stderr).toContain(`"anvil-forge keys request --revoke ${id.slice(0, 8)}"`)
    expect((await keys(['rotate', '--root'])).json.error.code).toBe('root_key.offline')
    expect((await keys(['export-root', '--out', inFolder('x')])).json.error.code).toBe('root_key.offline')
  })

  it('signs by request and install, with neither FORGE nor database at hand', async () => {
    const revoke = await idOf('signing')
    const [request, signed] = [inFolder('request.json'), inFolder('signed.json')]
    expect(await keys(['request', '--revoke', revoke, '--out', request])).toMatchObject({
      code: 0,
      json: { keyset: 5, epoch: 3 },
    })
    const waiting = await idOf('requested')
    const sign = ['keys', 'sign', request, '--root-key', inFolder('offline.json'), '--out', signed]
    const elsewhere = { ANVIL_DATA_DIR: inFolder('nowhere'), DATABASE_URL: '' }
    const asked = await server.cliWith(elsewhere, sign, { terminal: true, text: 'no\n' })
    expect([asked.code, asked.stderr]).toEqual([
      3,
      expect.stringMatching(/Keyset 5 lets [0-9a-f]{16} sign, revokes [0-9a-f]{16}, raises the epoch from 2 to 3\./),
    ])
    expect((await server.cliWith(elsewhere, [...sign, '--yes', '--json'])).json).toMatchObject({
      added: [waiting],
      revoked: [revoke],
    })
    expect(await keys(['install', signed])).toMatchObject({ code: 0, json: { keyset: 5, epoch: 3, heads: 0 } })
    expect([await idOf('signing'), (await listed()).find(({ id }) => id === revoke)?.state]).toEqual([
      waiting,
      'revoked',
    ])
    expect(await keys(['install', signed])).toMatchObject({ code: 8, json: { error: { code: 'keyset.conflict' } } })
  })

  it('hands over to a new root key that was never on the server', async () => {
    const [request, signed, root] = [inFolder('request-6.json'), inFolder('signed-6.json'), inFolder('new-root.json')]
    await keys(['request', '--out', request])
    const offline = inFolder('offline.json')
    const done = await keys(['sign', request, '--root-key', offline, '--new-root', root, '--out', signed, '--yes'])
    expect((await stat(root)).mode & 0o777).toBe(0o600)
    expect((await keys(['install', signed])).code).toBe(0)
    expect(await idOf('root-offline')).toBe(done.json.new_root)
    await keys(['request', '--out', inFolder('request-7.json')])
    const old = ['sign', inFolder('request-7.json'), '--root-key', offline, '--out', inFolder('signed-7.json'), '--yes']
    expect(await keys(old)).toMatchObject({ code: 4, json: { error: { code: 'root_key.wrong' } } })
    old[3] = root
    expect((await keys(old)).code).toBe(0)
    expect((await keys(['install', inFolder('signed-7.json')])).json.keyset).toBe(7)
  })

  it('makes no second key while a request waits', async () => {
    await keys(['request', '--out', inFolder('once.json')])
    const waiting = await idOf('requested')
    await keys(['request', '--out', inFolder('twice.json')])
    expect((await listed()).filter(({ state }) => state === 'requested').map(({ id }) => id)).toEqual([waiting])
  })

  it('refuses a keyset that was altered, of another FORGE, or whose key is not here', async () => {
    const altered = inFolder('altered.json')
    const { envelope, ...rest } = JSON.parse(await readFile(inFolder('signed-7.json'), 'utf8'))
    await writeFile(altered, JSON.stringify({ ...rest, envelope: { ...envelope, payload: `${envelope.payload}AA` } }))
    expect((await keys(['install', altered])).code).toBe(8)
    await writeFile(altered, '{"format":1')
    expect(await keys(['install', altered])).toMatchObject({ code: 8, json: { error: { code: 'key_file.malformed' } } })
    expect(await keys(['install', inFolder('root.json')])).toMatchObject({
      code: 8,
      json: { error: { code: 'key_file.malformed' } },
    })
    expect(await keys(['install', inFolder('gone.json')])).toMatchObject({
      code: 2,
      json: { error: { code: 'file.unusable' } },
    })
    const other = await operatorServer()
    await (await other.start()).close()
    const theirs = await other.cli(['keys', 'install', inFolder('signed-7.json'), '--json'])
    await other.remove()
    expect(theirs).toMatchObject({ code: 8, json: { error: { code: 'keyset.bad_signature' } } })
  })
})

describe('a lost root key', () => {
  it('costs a new identity, and only where somebody says yes', async () => {
    const before = (await keys(['list'])).json
    const asked = await server.cli(['keys', 'new-identity'])
    expect([asked.code, asked.stderr]).toEqual([
      2,
      expect.stringMatching(/takes nothing new until it is given the new ANVIL_ROOT_KEY.*add --yes/),
    ])
    const { code, json } = await keys(['new-identity', '--yes'])
    const after = (await keys(['list'])).json
    expect([code, json.root_key, json.forge_id]).toEqual([0, after.root_key, after.forge_id])
    expect([after.root_key === before.root_key, after.forge_id === before.forge_id]).toEqual([false, false])
    expect((await keys(['rotate'])).json).toMatchObject({ keyset: 2, epoch: 4 })
  })

  it('warns of a signing key that ends within 60 days', async () => {
    const config = parseConfig(server.env)
    const { db, close } = await openDatabase(config.database, config.dataDir)
    await db('signing_keys').update({ not_after: new Date(Date.now() + 59.5 * 24 * 60 * 60 * 1000) })
    await close()
    const { code, stderr } = await server.cli(['keys', 'list'])
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: the signing key \S{16} ends in 59 days\..*rotate/),
    ])
  })
})
