import { AnvilError } from '@anvil/shared'
import { auditHash } from '@anvil/shared/bundle'
import { describe, expect, it } from 'vitest'
import { broken, ChainCheck } from './chain-check.js'
import type { ExportEntry } from './export-lines.js'

const CHAIN = 'forge'

/** The entry behind another one, as FORGE seals it. */
function after(before: ExportEntry | undefined, more: Partial<Omit<ExportEntry, 'hash'>> = {}): ExportEntry {
  const seq = (before?.seq ?? 0) + 1
  const record: Omit<ExportEntry, 'hash'> = {
    chain: CHAIN,
    seq,
    prev: before?.hash ?? null,
    number: seq * 10,
    organisation_id: null,
    project_id: null,
    actor: { kind: 'system', id: 'operator', name: null },
    means: 'cli',
    address: null,
    action: 'forge.started',
    target: 'forge',
    details: {},
    request_id: null,
    created_at: '2026-11-21T10:00:00.000Z',
    ...more,
  }
  return { ...record, hash: auditHash(record) }
}

const one = after(undefined)
const two = after(one)
const three = after(two)

/** Takes entries in this order; answers what the first bad one is called, and the last good one. */
async function follow(entries: readonly ExportEntry[], before?: { seq: number; hash: string }) {
  const check = new ChainCheck(CHAIN, before)
  const isLater = async (seq: number): Promise<boolean> => entries.some((entry) => entry.seq === seq)
  let error: unknown
  for (const [at, entry] of entries.entries()) {
    error ??= await check.add(entry, at + 2, isLater).catch((reason: unknown) => reason)
  }
  if (error !== undefined && !(error instanceof AnvilError)) throw error
  return { problem: error?.details, code: error?.code, message: error?.message, last: check.last }
}

describe('a chain', () => {
  it('is good from its beginning, and from behind an entry that is known', async () => {
    expect(await follow([one, two, three])).toMatchObject({ code: undefined, last: { seq: 3, hash: three.hash } })
    expect(await follow([three], two)).toMatchObject({ code: undefined, last: { seq: 3, hash: three.hash } })
    expect(await follow([], two)).toMatchObject({ last: { seq: 2, hash: two.hash } })
    expect(await follow([])).toMatchObject({ last: { seq: 0, hash: null } })
  })

  it.each<[string, ExportEntry[], object]>([
    ['a word of it was changed', [one, { ...two, action: 'x' }], { problem: 'altered', seq: 2, number: 20, line: 3 }],
    [
      'who did it was changed',
      [{ ...one, actor: { ...one.actor, name: 'Eve' } }],
      { problem: 'altered', seq: 1, number: 10, line: 2 },
    ],
    ['its hash is of nothing', [{ ...one, hash: '0'.repeat(64) }], { problem: 'altered', seq: 1 }],
    ['it is of another chain, sealed well', [after(undefined, { chain: 'other' })], { problem: 'altered', seq: 1 }],
    ['it stands twice', [one, two, two], { problem: 'inserted', seq: 2, number: 20, line: 4 }],
    ['the first was left out', [two, three], { problem: 'removed', seq: 1 }],
    ['one between was left out', [one, three], { problem: 'removed', seq: 2 }],
    ['two changed places', [one, three, two], { problem: 'reordered', seq: 2 }],
    [
      'it was made anew with the one behind it left',
      [one, after(one, { target: 'another' }), three],
      { problem: 'altered', seq: 2 },
    ],
    [
      'it is the first and says that one was before it',
      [after(undefined, { prev: 'a'.repeat(64) })],
      { problem: 'altered', seq: 1, number: 10, line: 2 },
    ],
  ])('is broken where %s', async (_, entries, culprit) => {
    expect(await follow(entries)).toMatchObject({ code: 'audit_export.broken', problem: culprit })
  })

  it('does not go on behind another entry than the one that is signed', async () => {
    const other = { seq: 2, hash: 'f'.repeat(64) }
    expect(await follow([three], other)).toMatchObject({ problem: { problem: 'altered', seq: 2 }, last: other })
    expect(await follow([two, three], two)).toMatchObject({ problem: { problem: 'inserted', seq: 2 } })
  })

  it('keeps the last good entry where one is bad', async () => {
    expect((await follow([one, { ...two, target: 'x' }])).last).toEqual({ seq: 1, hash: one.hash })
  })

  it('says which entry, where it stands and what to do', async () => {
    const { message: altered } = await follow([one, { ...two, target: 'x' }])
    expect(altered).toContain('Entry 2 of the audit trail (number 20, line 3) was altered.')
    expect(altered).toContain('Nothing from there on is proven; keep the file')
    const { message: removed } = await follow([one, three])
    expect(removed).toContain('Entry 2 of the audit trail was removed. Entry 3 stands in its place, on line 3.')
    const { message: reordered } = await follow([one, three, two])
    expect(reordered).toContain('was reordered. Entry 3 stands before it, on line 3.')
  })
})

it('names of an entry what is known of it, and nothing else', () => {
  expect(broken('rewritten', { seq: 4 }, 'So.').message).toMatch(/^Entry 4 of the audit trail was rewritten\. So\. /)
  expect(broken('inserted', { seq: 4, line: 9 }, 'So.').message).toContain('trail (line 9) was inserted')
  expect(broken('inserted', { seq: 4, line: 9 }, 'So.').details).toEqual({ problem: 'inserted', seq: 4, line: 9 })
})
