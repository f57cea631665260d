import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.js'
import { parseConfig } from '../config.js'
import { createSecretBox } from './secret-box.js'
import { checkSecretKey, hasSecretKey, openSecretBox } from './secret-key.js'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-key-'))
  file = path.join(folder, 'data', 'secret.key')
})
afterEach(() => rm(folder, { recursive: true }))

const config = (env: Record<string, string> = {}) => parseConfig({ ANVIL_DATA_DIR: path.dirname(file), ...env })
const open = (env: Record<string, string> = {}, make = true) => openSecretBox(config(env), { make })
const put = async (text: string): Promise<void> => {
  await open()
  await writeFile(file, text)
}

describe('the secret key of the data folder', () => {
  it('is made once, for its owner alone, and opens the same box from then on', async () => {
    const box = await open()
    const sealed = box.seal(Buffer.from('x'), 'test')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700)
    expect(await readFile(file, 'utf8')).toMatch(/^[\w-]{43}$/)
    expect((await open({}, false)).open(sealed, 'test').toString()).toBe('x')
  })

  it('is one key where several processes make it at once, and no draft of it is left', async () => {
    const boxes = await Promise.all(Array.from({ length: 8 }, () => open()))
    expect(new Set(boxes.map((box) => box.derive('test').toString('hex'))).size).toBe(1)
    expect(await readdir(path.dirname(file))).toEqual(['secret.key'])
  })

  it('is not made where it may not be: that says where its file belongs, and touches nothing', async () => {
    await expect(open({}, false)).rejects.toMatchObject({
      code: 'secret_key.required',
      message: `The secret key that this database was made with is missing. Put its file back to ${file}, or set ANVIL_SECRET_KEY to it.`,
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('may end with a new line, as editors leave one', async () => {
    const key = randomBytes(32)
    await put(`${key.toString('base64url')}\r\n`)
    expect((await open()).derive('test')).toEqual(createSecretBox(key).derive('test'))
  })

  it.each([
    ['nothing', ''],
    ['42 characters', 'A'.repeat(42)],
    ['44 characters', 'A'.repeat(44)],
    ['base64 of the other kind', `${'A'.repeat(42)}+`],
    ['two keys', `${'A'.repeat(43)}\n${'B'.repeat(43)}`],
  ])('that holds %s is refused, and stays as it is', async (_what, text) => {
    await put(text)
    await expect(open()).rejects.toMatchObject({
      code: 'secret_key.wrong',
      message: expect.stringContaining(`${file} holds no secret key`),
    })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('gives way to ANVIL_SECRET_KEY, without which nothing is made', async () => {
    const key = randomBytes(32)
    const box = await open({ ANVIL_SECRET_KEY: key.toString('base64url') })
    expect(box.derive('test')).toEqual(createSecretBox(key).derive('test'))
    expect(await readdir(folder)).toEqual([])
  })
})

describe('the key of a database', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  it('is the one it was first opened with, and no other from then on', async () => {
    const { db } = database
    const [first, other] = [createSecretBox(randomBytes(32)), createSecretBox(randomBytes(32))]
    expect(await hasSecretKey(db)).toBe(false)
    await checkSecretKey(db, first)
    expect(await hasSecretKey(db)).toBe(true)
    await expect(checkSecretKey(db, other)).rejects.toMatchObject({
      code: 'secret_key.wrong',
      message: expect.stringContaining('Put the original one back'),
    })
    await checkSecretKey(db, first)
  })

  it('is chosen once where two nodes with different keys start at once', async () => {
    const { db } = database
    await db('forge_settings').where({ name: 'secret_key_check' }).delete()
    const boxes = [createSecretBox(randomBytes(32)), createSecretBox(randomBytes(32))]
    const outcomes = await Promise.allSettled(boxes.map((box) => checkSecretKey(db, box)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('is not to be had from what is kept to know it by', async () => {
    const key = randomBytes(32)
    await database.db('forge_settings').where({ name: 'secret_key_check' }).delete()
    await checkSecretKey(database.db, createSecretBox(key))
    const kept = JSON.stringify(await database.db('forge_settings').where({ name: 'secret_key_check' }))
    for (const form of ['base64url', 'base64', 'hex'] as const) expect(kept).not.toContain(key.toString(form))
  })
})
