import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Level } from 'level'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, readBundle, readStates, writeState } from './generations.js'
import type { Place, StateToSave } from './state-cache.js'

const digestOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0')
const bytesOf = (digest: string): Uint8Array => Buffer.from(`bundle ${digest}`)
const placeOf = (sequence: number, epoch = 1, minute = 0): Place => ({
  epoch,
  sequence,
  issued_at: new Date(Date.UTC(2026, 0, 15, 10, minute)).toISOString(),
})

/** A state whose manifest is its place, so that a judge needs no keys. */
function state(place: Place, names: readonly string[], change: Partial<StateToSave> = {}): StateToSave {
  return {
    keysets: [Buffer.from('keyset 1')],
    manifest: Buffer.from(JSON.stringify(place)),
    place,
    digests: names.map(digestOf),
    bytesOf,
    bySync: false,
    rewrite: false,
    ...change,
  }
}

const judge = (manifest: Uint8Array): Place => JSON.parse(Buffer.from(manifest).toString())

describe('the generations of a folder', () => {
  let dir: string
  let db: Database
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anvil-generations-'))
    db = new Level(join(dir, 'database'), { keyEncoding: 'utf8', valueEncoding: 'view' })
    await db.open()
  })
  afterEach(async () => {
    await db.close()
    await rm(dir, { recursive: true, force: true })
  })

  const write = (saved: StateToSave, history = 3) => writeState(db, saved, { history, judge })
  const kept = async () =>
    (await readStates(db)).map(({ manifest }) => {
      const { epoch, sequence } = judge(manifest)
      return `${epoch}:${sequence}`
    })
  const stored = async () => (await db.keys({ gte: 'bundle:', lt: 'bundle:~' }).all()).map((key) => key.slice(7))

  it('are none at first', async () => {
    expect(await readStates(db)).toEqual([])
  })

  it('stand in the order of their numbers, not of their digits', async () => {
    for (const place of [placeOf(9), placeOf(10), placeOf(99), placeOf(100)]) await write(state(place, ['a']), 9)
    await write(state(placeOf(1, 2), ['a']), 9)
    await write(state(placeOf(Number.MAX_SAFE_INTEGER, 10), ['a']), 9)
    expect(await kept()).toEqual([`10:${Number.MAX_SAFE_INTEGER}`, '2:1', '1:100', '1:99', '1:10', '1:9'])
  })

  it('come back with their bundles and the newest keysets', async () => {
    await write(state(placeOf(1), ['a', 'b']))
    await write(state(placeOf(2), ['b'], { keysets: [Buffer.from('keyset 1'), Buffer.from('keyset 2')] }))
    const [newest, older] = await readStates(db)
    expect([newest, older].map((one) => [...(one?.bundles.keys() ?? [])])).toEqual([
      [digestOf('b')],
      [digestOf('a'), digestOf('b')],
    ])
    expect(Buffer.from(older?.bundles.get(digestOf('a')) ?? []).equals(bytesOf(digestOf('a')))).toBe(true)
    for (const one of [newest, older])
      expect(one?.keysets.map((keyset) => Buffer.from(keyset).toString())).toEqual(['keyset 1', 'keyset 2'])
  })

  it('are dropped with the bundles that none of the others names', async () => {
    await write(state(placeOf(1), ['a', 'shared']), 2)
    await write(state(placeOf(2), ['b', 'shared']), 2)
    await write(state(placeOf(3), ['c', 'shared']), 2)
    expect(await kept()).toEqual(['1:3', '1:2'])
    expect(await stored()).toEqual(['b', 'c', 'shared'].map(digestOf).sort())
    await write(state(placeOf(4), []), 1)
    expect([await kept(), await stored()]).toEqual([['1:4'], []])
  })

  it('ask for the bytes of a bundle only where it is not stored, unless all is written anew', async () => {
    const asked: string[] = []
    const asking = (digest: string): Uint8Array => {
      asked.push(digest)
      return bytesOf(digest)
    }
    await write(state(placeOf(1), ['a'], { bytesOf: asking }))
    await write(state(placeOf(2), ['a', 'b'], { bytesOf: asking }))
    expect(asked.splice(0)).toEqual(['a', 'b'].map(digestOf))
    await write(state(placeOf(3), ['a', 'b'], { bytesOf: asking, rewrite: true }))
    expect(asked).toEqual(['a', 'b'].map(digestOf))
  })

  it('take nothing older, and change nothing by it', async () => {
    await write(state(placeOf(5, 2, 1), ['a']))
    const before = await db.iterator().all()
    for (const older of [placeOf(4, 2, 9), placeOf(9, 1, 9), placeOf(5, 2, 0)])
      expect(await write(state(older, ['b']))).toBe('superseded')
    expect(await db.iterator().all()).toEqual(before)
  })

  it('take the same again, and a later signature in its place', async () => {
    await write(state(placeOf(5), ['a']))
    expect(await write(state(placeOf(5), ['a']))).toBe('saved')
    expect(await write(state(placeOf(5, 1, 1), ['a']))).toBe('saved')
    expect((await readStates(db)).map(({ manifest }) => judge(manifest))).toEqual([placeOf(5, 1, 1)])
  })

  it('give way to what is lower where nobody can vouch for them', async () => {
    await write(state(placeOf(7), ['a']))
    const nobody = { history: 3, judge: () => undefined }
    expect(await writeState(db, state(placeOf(3), ['b']), nobody)).toBe('saved')
    expect([await kept(), await stored()]).toEqual([['1:3'], [digestOf('b')]])
  })

  it.each(['', '{', 'null', '[]', '{"manifest":1,"bundles":[]}', '{"manifest":"e30="}'])(
    'leave out one that reads %j, and clear it away with the next',
    async (damaged) => {
      await write(state(placeOf(1), ['a']))
      const key = `generation:${'1'.padStart(16, '0')}:${'9'.padStart(16, '0')}`
      await db.put(key, Buffer.from(damaged))
      expect(await kept()).toEqual(['1:1'])
      await write(state(placeOf(2), ['a']))
      expect(await kept()).toEqual(['1:2', '1:1'])
      expect(await db.get(key)).toBeUndefined()
    },
  )

  it('are read without a bundle that is gone, and without keysets that are damaged', async () => {
    await write(state(placeOf(1), ['a', 'b']))
    await db.del(`bundle:${digestOf('a')}`)
    await db.put('keysets', Buffer.from('{"no":"list"}'))
    const [only] = await readStates(db)
    expect([[...(only?.bundles.keys() ?? [])], only?.keysets]).toEqual([[digestOf('b')], []])
    expect(await readBundle(db, digestOf('a'))).toBeUndefined()
  })
})
