import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBackup, verifyBackup } from './read-backup.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-backup-'))
})
afterAll(() => rm(folder, { recursive: true }))

const HEADER = {
  format: 1,
  kind: 'anvil-backup',
  version: '1.0.0',
  created_at: '2026-01-01T00:00:00Z',
  migrations: ['0001'],
}
const header = (change: object = {}): string => JSON.stringify({ ...HEADER, ...change })
const row = (table: string, json: string): string => `{"table":"${table}","row":${json}}`
const ROWS = [row('users', '{"id":1}'), row('users', '{"id":2}'), row('versions', '{"text":"a\\nb"}')]

/** The lines with the end that belongs to them, or another. */
function sealed(lines: readonly string[], rows: Record<string, number> = { users: 2, versions: 1 }): string {
  const body = lines.map((line) => `${line}\n`).join('')
  return `${body}${JSON.stringify({ rows, sha256: createHash('sha256').update(body).digest('hex') })}\n`
}

async function write(content: string | Buffer): Promise<string> {
  const file = path.join(folder, `${crypto.randomUUID()}.backup`)
  await writeFile(file, typeof content === 'string' ? gzipSync(content) : content)
  return file
}

const whole = sealed([header(), ...ROWS])

describe('a backup', () => {
  it('is read with every row as the text it was', async () => {
    const digits = row('users', '{"n":12345678901234567890.123456789}')
    const { header: read, rows } = await openBackup(await write(sealed([header(), digits], { users: 1 })))
    expect(read).toEqual(HEADER)
    expect(await rows.next()).toEqual({
      done: false,
      value: { table: 'users', json: '{"n":12345678901234567890.123456789}' },
    })
  })

  it('may hold no rows, rows of a megabyte, and lines that end where a chunk does', async () => {
    await expect(verifyBackup(await write(sealed([header()], {})))).resolves.toEqual(HEADER)
    for (const length of [1_000_000, 16_384, 16_383, 65_536]) {
      const big = row('users', JSON.stringify({ text: 'é'.repeat(length) }))
      await expect(verifyBackup(await write(sealed([header(), big, big], { users: 2 })))).resolves.toEqual(HEADER)
    }
  })

  it.each<[string, string | Buffer, RegExp]>([
    ['is empty', '', /it is empty/],
    ['has no byte', Buffer.alloc(0), /damaged/],
    ['is no compressed file', Buffer.from('plain text'), /can't be decompressed/],
    ['lost its second half', gzipSync(whole).subarray(0, 60), /can't be decompressed/],
    ['ends after a row', whole.slice(0, whole.lastIndexOf('{"rows"')), /it was cut short/],
    ['ends in a row', whole.slice(0, whole.lastIndexOf('{"rows"') - 5), /its last line is cut short/],
    ['ends before its last line end', whole.slice(0, -1), /its last line is cut short/],
    ['lost a row', whole.replace(`${ROWS[1]}\n`, ''), /its digest is another/],
    ['got a row twice', whole.replace(`${ROWS[1]}\n`, `${ROWS[1]}\n${ROWS[1]}\n`), /its digest is another/],
    [
      'has rows in another order',
      whole.replace(`${ROWS[0]}\n${ROWS[1]}`, `${ROWS[1]}\n${ROWS[0]}`),
      /its digest is another/,
    ],
    ['counts a row too many', sealed([header(), ...ROWS], { users: 3, versions: 1 }), /rows are missing/],
    ['counts a table it has not', sealed([header(), ...ROWS], { users: 2, versions: 1, keys: 1 }), /rows are missing/],
    ['leaves a table out of its count', sealed([header(), ...ROWS], { users: 2 }), /rows are missing/],
    ['goes on after its end', `${whole}${ROWS[0]}\n`, /there is something after its end/],
    ['has a row that is none', whole.replace('{"table":"users"', '{"tab'), /a line of it can't be read/],
    ['has a row cut in two', whole.replace('{"id":2}', '{"id"\n:2}'), /a line of it can't be read/],
  ])('that %s is damaged', async (_what, content, why) => {
    const reading = verifyBackup(await write(content))
    await expect(reading).rejects.toMatchObject({ code: 'backup.damaged', message: expect.stringMatching(why) })
  })

  it.each([
    ['of a newer format', header({ format: 2 })],
    ['of another program', header({ kind: 'pg_dump' })],
    ['without the steps of its database', header({ migrations: [] })],
    ['that is no JSON', 'PGDMP'],
    ['that is a row', row('users', '{}')],
  ])('with a first line %s is none', async (_what, first) => {
    await expect(openBackup(await write(sealed([first])))).rejects.toMatchObject({ code: 'backup.malformed' })
  })

  it('that is not there, or is a folder, can not be read', async () => {
    for (const place of [path.join(folder, 'gone.backup'), folder]) {
      await expect(openBackup(place)).rejects.toMatchObject({
        code: 'file.unusable',
        message: expect.stringContaining(place),
      })
    }
  })
})
