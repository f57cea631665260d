import { createHash } from 'node:crypto'
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { MIGRATIONS } from '@anvil/migrations'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/open-database.js'
import { lock, openOffice } from '../support/content.js'
import { accessToken, release } from '../support/release.js'
import { besideForge, type OperatorServer, operatorServer } from '../support/operator.js'

let server: OperatorServer
let backup: string
const others: OperatorServer[] = []

beforeAll(async () => {
  server = await operatorServer()
  backup = path.join(server.folder, 'one.backup')
  const forge = await server.start()
  const office = await openOffice(forge)
  const set = await office.newSet('Onboarding')
  await set.write('welcome', 'Grüße {{name}} 🌍 \\ "quoted" \t and \u2028', { metadata: { big: 9007199254740991 } })
  const { version } = await lock(set, office.reviewer)
  await release(office.author, office.projectId, { prompt_set_id: set.id, version })
  await accessToken(office.author, office.projectId)
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write('welcome', 'a draft that is open')
  await forge.close()
})
afterEach(async () => {
  for (const other of others.splice(0)) await other.remove()
})
afterAll(() => server.remove())

/** An empty place of the same secret key, to restore into. */
async function another(env: Record<string, string> = {}): Promise<OperatorServer> {
  const made = await operatorServer({
    blank: true,
    env: { ANVIL_SECRET_KEY: server.env['ANVIL_SECRET_KEY'] ?? '', ...env },
  })
  others.push(made)
  return made
}

/** The lines of a backup. */
const linesOf = async (file: string): Promise<string[]> =>
  gunzipSync(await readFile(file))
    .toString()
    .split('\n')
const rowsIn = (lines: string[]): string[] => lines.filter((line) => line.startsWith('{"table":'))

async function write(name: string, change: (lines: string[]) => string[]): Promise<string> {
  const file = path.join(server.folder, name)
  await writeFile(file, gzipSync(change(await linesOf(backup)).join('\n')))
  return file
}

const resealed = (lines: string[]): string[] => {
  const body = lines.slice(0, -2)
  const end = JSON.parse(lines.at(-2) ?? '')
  const sha256 = createHash('sha256')
    .update(body.map((line) => `${line}\n`).join(''))
    .digest('hex')
  return [...body, JSON.stringify({ ...end, sha256 }), '']
}

describe('anvil-forge backup', () => {
  it('writes all that FORGE holds to one file for its owner alone, and says that the key is not in it', async () => {
    const { code, json, stderr } = await server.cli(['backup', '--out', backup, '--json'])
    expect([code, json]).toMatchObject([0, { schemaVersion: 1, file: backup, tables: { users: 2, versions: 1 } }])
    expect(stderr).toMatch(/The secret key is not in it, and without that key it is of no use/)
    expect((await stat(backup)).mode & 0o777).toBe(0o600)
    expect(await readdir(server.folder)).not.toContain('one.backup.part')
  })

  it('holds no secret in the clear', async () => {
    const text = (await linesOf(backup)).join('\n')
    for (const secret of [server.env['ANVIL_SECRET_KEY'] ?? '', 'correct horse battery'])
      expect(text.includes(secret)).toBe(false)
    expect(text).not.toMatch(/anv_production_/)
  })

  it('overwrites nothing, and leaves nothing behind where it fails', async () => {
    expect(await server.cli(['backup', '--out', backup])).toMatchObject({ code: 2, stdout: '' })
    const nowhere = await server.cli(['backup', '--out', path.join(server.folder, 'no/such/folder')])
    expect([nowhere.code, nowhere.stdout]).toEqual([2, ''])
    expect(await server.cli(['backup'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--out') })
  })

  it('says so where there is no FORGE', async () => {
    const other = await another()
    const { code, stderr } = await other.cli(['backup', '--out', path.join(other.folder, 'x')])
    expect([code, stderr]).toEqual([5, expect.stringMatching(/There is no FORGE in|holds no FORGE/)])
  })

  it('is the same while people work, or waits for FORGE to stop', async () => {
    const forge = await server.start()
    const beside = await server.cli(['backup', '--out', path.join(server.folder, 'beside.backup')])
    await forge.close()
    if (besideForge()) expect(beside.code).toBe(0)
    else expect([beside.code, beside.stderr]).toEqual([6, expect.stringContaining('Stop FORGE, run this again')])
  })
})

/** Where a head was moved is a place in the history of one server, and another in that of the next. */
const withoutPlace = (row: string): string => row.replace(/"moved_in":"?\d+"?/, '')

describe('anvil-forge restore', () => {
  it('brings back every row as it was, and FORGE starts on it', async () => {
    const other = await another()
    const { code, json, stderr } = await other.cli(['restore', backup, '--json'])
    expect([code, json]).toMatchObject([0, { schemaVersion: 1, rows: rowsIn(await linesOf(backup)).length }])
    expect(stderr).toMatch(/Access tokens that were revoked after the backup are good again/)
    const again = path.join(other.folder, 'again.backup')
    await other.cli(['backup', '--out', again])
    const [before, after] = [rowsIn(await linesOf(backup)), rowsIn(await linesOf(again))]
    expect(new Set(after.map(withoutPlace))).toEqual(new Set(before.map(withoutPlace)))
    const forge = await other.start()
    expect((await fetch(`${forge.url}/readyz`)).status).toBe(200)
    const trail = await forge.ctx.db('audit_entries').max('number as newest').first()
    await forge.ctx.db.transaction(async (trx) => {
      const [row] = await trx('audit_entries')
        .insert({
          actor_kind: 'system',
          actor_id: 'x',
          action: 'x',
          target: 'x',
          details: '{}',
          created_at: new Date(),
        })
        .returning('number')
      expect(Number(row.number)).toBe(Number(trail?.newest) + 1)
    })
    await expect(forge.ctx.db('publications').delete()).rejects.toThrow('immutable')
    await expect(
      forge.ctx.db('memberships').insert({
        organisation_id: forge.ctx.newId(),
        user_id: forge.ctx.newId(),
        role: 'owner',
        created_at: new Date(),
      }),
    ).rejects.toThrow('foreign key')
    await forge.close()
  })

  it('refuses a database that holds something, also what it restored itself', async () => {
    const full = await server.cli(['restore', backup])
    expect([full.code, full.stderr]).toEqual([6, expect.stringMatching(/restored into an empty one only/)])
    const other = await another()
    await other.cli(['restore', backup])
    expect((await other.cli(['restore', backup, '--json'])).json.error.code).toBe('database.not_empty')
  })

  it('refuses the database of another program, though its tables are empty', async () => {
    const other = await another()
    await other.cli(['migrate'])
    await other.cli(['migrate', '--down', '--yes'])
    const config = parseConfig(other.env)
    const { db, close } = await openDatabase(config.database, config.dataDir)
    await db.schema.createTable('orders', (table) => table.increments())
    await close()
    expect((await other.cli(['restore', backup, '--json'])).json.error.code).toBe('database.not_empty')
  })

  it('takes one that was emptied', async () => {
    const other = await another()
    await other.cli(['migrate'])
    await other.cli(['migrate', '--down', '--yes'])
    expect((await other.cli(['restore', backup])).code).toBe(0)
  })

  it('takes a database that has its tables and nothing in them, as a first start finds it', async () => {
    const other = await another()
    await other.cli(['migrate'])
    expect((await other.cli(['restore', backup])).code).toBe(0)
    const { stdout } = await other.cli(['migrate', '--status'])
    expect(stdout).not.toContain('pending')
  })

  it('brings the backup of an older release up to date', async () => {
    const other = await another()
    const older = await write('older.backup', (lines) =>
      resealed(lines.map((line, at) => (at === 0 ? line.replace(`,"${MIGRATIONS.at(-1)?.name}"`, '') : line))),
    )
    expect((await other.cli(['restore', older])).code).toBe(0)
    expect((await other.cli(['migrate', '--status', '--json'])).json).toMatchObject({ pending: [] })
    const again = path.join(other.folder, 'again.backup')
    await other.cli(['backup', '--out', again])
    expect(rowsIn(await linesOf(again))).toHaveLength(rowsIn(await linesOf(backup)).length)
  })

  it('refuses another secret key, and leaves the database empty for another try', async () => {
    const other = await another()
    const wrong = await other.cliWith({ ANVIL_SECRET_KEY: 'A'.repeat(43) }, ['restore', backup])
    expect([wrong.code, wrong.stderr]).toEqual([4, expect.stringContaining('The secret key is not the one')])
    expect((await other.cli(['restore', backup])).code).toBe(0)
  })

  it('asks for the secret key where there is none, instead of making one', async () => {
    const other = await another()
    const { code, stderr } = await other.cliWith({ ANVIL_SECRET_KEY: '' }, ['restore', backup])
    expect(code).toBe(2)
    expect(stderr).toMatch(besideForge() ? /ANVIL_SECRET_KEY is required/ : /put its secret\.key into/)
    await expect(readdir(other.env['ANVIL_DATA_DIR'] ?? '')).rejects.toThrow('ENOENT')
  })

  it.each<[string, (lines: string[]) => string[], string]>([
    ['cut short', (lines) => lines.slice(0, -3), 'backup.damaged'],
    ['without its last line', (lines) => [...lines.slice(0, -2), ''], 'backup.damaged'],
    ['with a line less', (lines) => [...lines.slice(0, 4), ...lines.slice(5)], 'backup.damaged'],
    ['with a letter changed', (lines) => lines.map((line) => line.replace('ada@', 'eve@')), 'backup.damaged'],
    [
      'with a line less and a digest of its own',
      (lines) => resealed([...lines.slice(0, 4), ...lines.slice(5)]),
      'backup.damaged',
    ],
    ['with something after its end', (lines) => [...lines.slice(0, -1), '{}', ''], 'backup.damaged'],
    ['of another kind', (lines) => ['{"format":2}', ...lines.slice(1)], 'backup.malformed'],
    [
      'of a newer release',
      (lines) => resealed(lines.map((line, at) => (at === 0 ? line.replace('"0001-', '"9001-') : line))),
      'database.too_new',
    ],
  ])('refuses a file %s before it touches anything', async (what, change, code) => {
    const other = await another()
    const { json } = await other.cli(['restore', await write(`${what}.backup`, change), '--json'])
    expect(json.error.code).toBe(code)
    if (besideForge()) expect((await other.cli(['migrate', '--status', '--json'])).json.done).toEqual([])
    else await expect(readdir(other.env['ANVIL_DATA_DIR'] ?? '')).rejects.toThrow('ENOENT')
  })

  it('refuses what is no backup at all', async () => {
    const other = await another()
    const file = path.join(server.folder, 'no.backup')
    await writeFile(file, 'plain text')
    expect((await other.cli(['restore', file, '--json'])).json.error.code).toBe('backup.damaged')
    await copyFile(backup, file)
    await writeFile(file, (await readFile(backup)).subarray(0, 1_000))
    expect((await other.cli(['restore', file, '--json'])).json.error.code).toBe('backup.damaged')
    expect((await other.cli(['restore', `${file}.gone`, '--json'])).json.error.code).toBe('file.unusable')
  })

  it('takes back all of it where one row does not fit', async () => {
    const other = await another()
    const file = await write('bad-row.backup', (lines) =>
      resealed(
        lines.map((line) =>
          line.startsWith('{"table":"versions"')
            ? line.replace(/"prompt_set_id":"[^"]+"/, `"prompt_set_id":"${crypto.randomUUID()}"`)
            : line,
        ),
      ),
    )
    const { code, stderr } = await other.cli(['restore', file])
    expect([code, stderr]).toEqual([1, expect.stringContaining('foreign key')])
    expect((await other.cli(['restore', backup])).code).toBe(0)
  })
})
