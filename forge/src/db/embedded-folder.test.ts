import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../config.js'
import { type ForgeContext, createContext } from '../context.js'

vi.setConfig({ testTimeout: 60_000 })

let root: string
let folder: string
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'anvil-folder-'))
  await (await open(path.join(root, 'good'))).close()
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(root, 'copy-'))
  await cp(path.join(root, 'good'), folder, { recursive: true })
})
afterAll(() => rm(root, { recursive: true }))

const open = (dataDir: string): Promise<ForgeContext> =>
  createContext(parseConfig({ ANVIL_DATA_DIR: dataDir }), { log: pino({ level: 'silent' }) })

describe('an embedded database', () => {
  const inDatabase = (...names: string[]): string => path.join(folder, 'database', ...names)
  const tables = async (): Promise<string[]> =>
    (await readdir(inDatabase('base', '5')))
      .filter((name) => /^16\d+$/.test(name))
      .map((name) => inDatabase('base', '5', name))
  const state = async (): Promise<Record<string, number>> => {
    const files = (await readdir(inDatabase(), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    )
    const read = files.map(async ({ parentPath, name }): Promise<[string, number]> => {
      const file = path.join(parentPath, name)
      return [file, (await readFile(file)).length]
    })
    return Object.fromEntries(await Promise.all(read))
  }

  it.each<[string, () => Promise<unknown>]>([
    ['without its PG_VERSION', () => rm(inDatabase('PG_VERSION'))],
    ['with an empty PG_VERSION', () => truncate(inDatabase('PG_VERSION'))],
    ['without its control file', () => rm(inDatabase('global', 'pg_control'))],
    ['with half a control file', () => truncate(inDatabase('global', 'pg_control'), 100)],
    ['without its log', () => rm(inDatabase('pg_wal'), { recursive: true })],
    ['without its catalogue', () => rm(inDatabase('base', '5', '1259'))],
    ['without its tables', async () => Promise.all((await tables()).map((file) => rm(file)))],
    ['with empty tables', async () => Promise.all((await tables()).map((file) => truncate(file)))],
    [
      'with tables full of noise',
      async () => Promise.all((await tables()).map((file) => writeFile(file, randomBytes(8192)))),
    ],
    ['that is a file', async () => rm(inDatabase(), { recursive: true }).then(() => writeFile(inDatabase(), 'x'))],
  ])('%s is refused as damaged, as often as it is tried', async (_name, damage) => {
    await damage()
    const refused = { code: 'data_folder.damaged', message: expect.stringContaining(inDatabase()) }
    await expect(open(folder)).rejects.toMatchObject(refused)
    await expect(open(folder)).rejects.toMatchObject(refused)
  })

  it('is not made anew over the files that are there', async () => {
    await rm(inDatabase('PG_VERSION'))
    const before = await state()
    await expect(open(folder)).rejects.toMatchObject({ code: 'data_folder.damaged' })
    expect(await state()).toEqual(before)
  })

  it.each(['17', '19'])('of PostgreSQL %s is refused by name and left alone', async (version) => {
    await writeFile(inDatabase('PG_VERSION'), `${version}\n`)
    const before = await state()
    await expect(open(folder)).rejects.toMatchObject({
      code: 'data_folder.wrong_version',
      message: expect.stringContaining(`PostgreSQL ${version}, and this FORGE embeds 18`),
    })
    expect(await state()).toEqual(before)
  })

  it('of a newer FORGE is refused by name', async () => {
    const ctx = await open(folder)
    const row = { name: '9999-from-the-future', batch: 9, migration_time: new Date() }
    await ctx.db('knex_migrations').insert(row)
    await ctx.close()
    await expect(open(folder)).rejects.toMatchObject({
      code: 'database.too_new',
      message: expect.stringMatching(/newer release of Anvil \(9999-from-the-future\)\. Start/),
    })
  })

  it('of a history that was changed since is refused, with what to do', async () => {
    const ctx = await open(folder)
    await ctx.db.raw(`COMMENT ON TABLE knex_migrations IS 'shape of long ago'`)
    await ctx.close()
    await expect(open(folder)).rejects.toMatchObject({
      code: 'database.incompatible',
      message: expect.stringMatching(/development version of Anvil.*anvil-forge export.*ANVIL_DATA_DIR/),
    })
  })

  it('is opened in an empty folder that was there, and again with what it held', async () => {
    await rm(inDatabase(), { recursive: true })
    await mkdir(inDatabase())
    await rm(path.join(folder, 'secret.key'))
    const first = await open(folder)
    const { forgeId } = first.signing
    await first.close()
    const second = await open(folder)
    expect(second.signing.forgeId).toBe(forgeId)
    await second.close()
  })
})
