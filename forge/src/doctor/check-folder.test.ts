import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseConfig } from '../config.js'
import { checkFolder } from './check-folder.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

const check = (dataDir: string, env = {}) => checkFolder(parseConfig({ ANVIL_DATA_DIR: dataDir, ...env }))
const POSTGRES = { DATABASE_URL: 'postgres://db/anvil', ANVIL_SECRET_KEY: 'A'.repeat(43) }

it('finds nothing wrong with a folder that is still to be made, and makes none', async () => {
  const later = path.join(folder, 'later')
  expect(await check(later)).toEqual([
    { name: 'data folder', result: 'ok', detail: `${later} is made at the first start` },
  ])
  expect(await check(later, POSTGRES)).toEqual([
    { name: 'data folder', result: 'ok', detail: 'there is none, and PostgreSQL needs none' },
  ])
})

it('looks at the folder, its key file where there is one, and the space', async () => {
  expect((await check(folder)).map(({ name, result }) => [name, result])).toEqual([
    ['data folder', 'ok'],
    ['disk space', expect.any(String)],
  ])
  await writeFile(path.join(folder, 'secret.key'), '', { mode: 0o600 })
  expect((await check(folder)).map(({ name }) => name)).toEqual(['data folder', 'secret key file', 'disk space'])
})

it.each([0o701, 0o710, 0o740, 0o755, 0o777])('says how to shut a folder of mode %o to others', async (mode) => {
  const open = path.join(folder, 'open')
  await mkdir(open)
  await chmod(open, mode)
  expect((await check(open))[0]).toEqual({
    name: 'data folder',
    result: 'failed',
    detail: `others on this machine can use ${open} (mode ${mode.toString(8)})`,
    fix: `chmod 700 ${open}`,
  })
})

it('says how to shut a key file to others', async () => {
  const file = path.join(folder, 'secret.key')
  await writeFile(file, '')
  await chmod(file, 0o640)
  expect((await check(folder))[1]).toMatchObject({ result: 'failed', fix: `chmod 600 ${file}` })
  await chmod(file, 0o400)
  expect((await check(folder))[1]).toMatchObject({ result: 'ok' })
})
