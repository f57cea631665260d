import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJsonFile } from './json-file.js'
import { readContactRecord, readModeRecord, readPinRecord, readPosition } from './small-records.js'
import { writeDurably } from './write-durably.js'
import { writeJsonFile } from './write-json-file.js'

const NONSENSE = [undefined, null, 7, 'text', [], {}, { epoch: '1' }, { mode: 1 }, { root_key: 'short' }]

describe('a record of a cache folder', () => {
  it.each(NONSENSE)('that reads %j says nothing', (value) => {
    expect([readPosition(value), readPinRecord(value), readModeRecord(value)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(readContactRecord(value)).toEqual({ last_sync: null, wanted: null })
  })

  it.each([
    [{ epoch: 0, sequence: 1 }],
    [{ epoch: 1, sequence: -1 }],
    [{ epoch: 1.5, sequence: 1 }],
    [{ epoch: 1, sequence: 2 ** 53 }],
    [{ epoch: 1 }],
  ])('%j is no position', (value) => expect(readPosition(value)).toBeUndefined())

  it('of a position has nothing but the position', () => {
    expect(readPosition({ epoch: 1, sequence: 0, more: 'x' })).toEqual({ epoch: 1, sequence: 0 })
  })

  it('of a mode has an end only where that is a time', () => {
    const frozen = { mode: 'frozen', reason: 'launch', until: '2026-01-15T10:30:00Z' }
    expect(readModeRecord(frozen)).toEqual(frozen)
    expect(readModeRecord({ ...frozen, reason: 7, until: 'soon' })).toEqual({
      mode: 'frozen',
      reason: null,
      until: null,
    })
  })
})

describe('a small file', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anvil-records-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('comes back as it was written, and leaves nothing beside it', async () => {
    const path = join(dir, 'x.json')
    for (const sequence of [1, 2]) {
      await writeJsonFile(path, { epoch: 1, sequence })
      expect(await readJsonFile(path, readPosition)).toEqual({ epoch: 1, sequence })
    }
    expect(await readdir(dir)).toEqual(['x.json'])
  })

  it('that is absent, cut short or of another form reads as nothing', async () => {
    const path = join(dir, 'x.json')
    expect(await readJsonFile(path, readPosition)).toBeUndefined()
    for (const text of ['', '{"epoch":1,', '{"epoch":"1"}', '\uFEFF{}']) {
      await writeFile(path, text)
      expect(await readJsonFile(path, readPosition)).toBeUndefined()
    }
  })

  it('keeps its old content where the new one can not be put in its place', async () => {
    const path = join(dir, 'taken')
    await writeDurably(join(dir, 'other'), 'stays')
    await writeFile(path, 'old')
    await expect(writeDurably(join(path, 'below-a-file'), 'new')).rejects.toMatchObject({ code: 'ENOTDIR' })
    expect(await readFile(path, 'utf8')).toBe('old')
    expect((await readdir(dir)).sort()).toEqual(['other', 'taken'])
  })
})
