import { auditHash, generateKey } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordOf } from '../../src/audit/seal-store.js'
import { rotateSigningKey } from '../../src/signing/keyset-service.js'
import { newProject } from '../support/factories.js'
import { type Office, openOffice } from '../support/content.js'
import { exportedLines, type LooseLine, rehashed, type Verdict, verifier } from '../support/exported-trail.js'
import { testForge } from '../support/forge.js'

let ahead = 0
const forge = testForge({ now: () => new Date(Date.now() + ahead) })
let office: Office
let root: string
let desk: Awaited<ReturnType<typeof verifier>>
/** An export in which a checkpoint stands between entries. */
let good: LooseLine[]

beforeAll(async () => {
  office = await openOffice(forge)
  root = forge.ctx.signing.rootKey
  desk = await verifier()
  const set = await office.newSet('Onboarding')
  await set.write('welcome', 'Hello {{name}}')
  await forge.ctx.trail.checkpoint()
  for (const text of ['one', 'two', 'three']) await set.write('welcome', text)
  good = await exported()
})
afterAll(() => desk.remove())

const exported = () => exportedLines(forge, { organisationId: office.organisationId })
const isEntry = (line: LooseLine): boolean => line.seq !== undefined
const seqsOf = (lines: readonly LooseLine[]): number[] => lines.filter(isEntry).map(({ seq }) => seq)

async function judged(lines: LooseLine[] | string, ...args: string[]): Promise<Verdict> {
  return desk.verify([await desk.write(lines), '--root-key', root, ...args])
}

/** The good export with its entries changed. */
const changed = (change: (entry: LooseLine) => LooseLine[]): LooseLine[] =>
  good.flatMap((line) => (isEntry(line) ? change(line) : [line]))
const named = ({ code, told }: Verdict) => [
  code,
  told.error?.code,
  told.error?.details?.problem,
  told.error?.details?.seq,
]
const isBroken = (problem: string, seq: number) => [8, 'audit_export.broken', problem, seq]

describe('an exported trail', () => {
  it('is proven by the root key alone, from its first entry to that of the export itself', async () => {
    const { code, told } = await judged(good)
    const count = seqsOf(good).length
    expect([code, told]).toMatchObject([
      0,
      { entries: count, first: { seq: 1 }, last: { seq: count }, checkpoints: 2, revoked: 0 },
    ])
    expect(told.chain).toBe(office.organisationId)
    expect(told.head_hash).toBe(good.findLast(isEntry).hash)
    expect(good.findLast(isEntry)).toMatchObject({ action: 'audit.exported', means: 'cli' })
    expect(seqsOf(good)).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  })

  it('is read from standard input, with the root key of the environment', async () => {
    const input = good.map((line) => JSON.stringify(line)).join('\n')
    expect((await desk.verify(['-'], { env: { ANVIL_ROOT_KEY: root }, input })).code).toBe(0)
  })

  it.each(['action', 'target', 'request_id', 'created_at', 'means', 'address'])(
    'names an entry of which %s was altered',
    async (field) => {
      const value = field === 'means' ? 'cli' : field === 'created_at' ? '2020-01-01T00:00:00.000Z' : 'another'
      const lines = changed((entry) => [entry.seq === 3 ? { ...entry, [field]: value } : entry])
      expect(named(await judged(lines))).toEqual(isBroken('altered', 3))
    },
  )

  it('names an entry that was altered and given a hash of its own', async () => {
    const lines = changed((entry) => [entry.seq === 3 ? rehashed({ ...entry, details: { forged: true } }) : entry])
    expect(named(await judged(lines))).toEqual(isBroken('altered', 3))
  })

  it('names an entry that was removed, at each end and between', async () => {
    const last = seqsOf(good).length
    for (const gone of [1, 4, last]) {
      const lines = changed((entry) => (entry.seq === gone ? [] : [entry]))
      expect(named(await judged(lines))).toEqual(isBroken('removed', gone))
    }
  })

  it('names an entry that was put elsewhere', async () => {
    const moved = good.find(({ seq }) => seq === 3)
    const lines = changed((entry) => (entry.seq === 3 ? [] : entry.seq === 5 ? [entry, moved] : [entry]))
    expect(named(await judged(lines))).toEqual(isBroken('reordered', 3))
  })

  it('names an entry that stands twice, and one that was made up behind the last', async () => {
    expect(named(await judged(changed((entry) => (entry.seq === 4 ? [entry, entry] : [entry]))))).toEqual(
      isBroken('inserted', 4),
    )
    const last = good.findLast(isEntry)
    const more = rehashed({ ...last, seq: last.seq + 1, prev: last.hash, action: 'made.up' })
    const lines = changed((entry) => (entry.seq === last.seq ? [entry, more] : [entry]))
    expect(named(await judged(lines.toSpliced(-1, 0)))).toEqual(isBroken('rewritten', last.seq))
  })

  it('names the signed entry before which all hashes were made anew', async () => {
    let prev: string | null = null
    const lines = changed((entry) => {
      const next: LooseLine = rehashed({ ...entry, prev, ...(entry.seq === 2 && { target: 'another' }) })
      prev = next.hash
      return [next]
    })
    const signed = JSON.parse(
      Buffer.from(good.find(({ checkpoint }) => checkpoint).checkpoint.payload, 'base64').toString(),
    )
    const verdict = await judged(lines)
    expect(named(verdict)).toEqual(isBroken('rewritten', signed.seq))
    expect(verdict.told.error.message).toContain('all hashes made anew')
  })

  it('is refused where it is another FORGE’s, signed by nobody, or of another organisation', async () => {
    const stranger = `ed25519:${generateKey().publicKey}`
    expect(named(await desk.verify([await desk.write(good), '--root-key', stranger])).slice(0, 2)).toEqual([
      4,
      'root_key.wrong',
    ])
    const [header, ...rest] = good
    const sig = header.head.signatures[0].sig
    const forged = {
      ...header.head,
      signatures: [{ ...header.head.signatures[0], sig: `${sig.slice(0, 8)}AAAA${sig.slice(12)}` }],
    }
    expect(named(await judged([{ ...header, head: forged }, ...rest])).slice(0, 2)).toEqual([
      8,
      'audit_export.unsigned',
    ])
    const own = await exportedLines(forge, {})
    expect(named(await judged([{ ...header, head: own[0].head }, ...rest])).slice(0, 2)).toEqual([
      8,
      'audit_export.unsigned',
    ])
    expect((await judged(own)).told).toMatchObject({ chain: 'forge', organisation: null })
  })

  it('is refused as a file where it was cut short, is empty, is another file, or is not there', async () => {
    const text = good.map((line) => JSON.stringify(line)).join('\n')
    for (const file of [
      text.slice(0, -40),
      '',
      'PK\u0003\u0004',
      '{"format":1}',
      text.replace('"means"', '"means":"cli","means"'),
    ])
      expect(named(await judged(file)).slice(0, 2)).toEqual([8, 'audit_export.malformed'])
    const { code, told } = await desk.verify(['/nowhere/trail', '--root-key', root])
    expect([code, told.error.code]).toEqual([2, 'file.unusable'])
    expect((await desk.verify([await desk.write(good)])).code).toBe(2)
  })

  it('is of the organisation that it names, and of the one that is meant', async () => {
    const [header, ...rest] = good
    const renamed = { ...header, organisation: { ...header.organisation, id: office.projectId } }
    expect(named(await judged([renamed, ...rest])).slice(0, 2)).toEqual([8, 'audit_export.malformed'])
    expect((await judged(good, '--organisation', office.organisationId)).code).toBe(0)
    const other = await judged(good, '--organisation', office.projectId)
    expect(other.told.error.message).toBe(
      `The file is the trail ${office.organisationId}, not that of ${office.projectId}.`,
    )
  })

  it('has an older one in it, entry by entry', async () => {
    const older = await desk.write(good)
    await newProject(office.author, office.organisationId, 'Later')
    const newer = await exported()
    expect((await judged(newer, '--since', older)).code).toBe(0)
    expect(named(await desk.verify([older, '--root-key', root, '--since', await desk.write(newer)]))).toEqual(
      isBroken('removed', seqsOf(good).length + 1),
    )
    expect(named(await judged(await exportedLines(forge, {}), '--since', older)).slice(0, 2)).toEqual([
      8,
      'audit_export.malformed',
    ])
  })

  it('of a period goes from one checkpoint to another around it, and is proven with the older one that has what was before', async () => {
    const at = new Date(good.findLast(isEntry).created_at)
    const lines = await exportedLines(forge, { organisationId: office.organisationId, from: at })
    const [first = 0] = seqsOf(lines)
    expect(first).toBeGreaterThan(2)
    expect(seqsOf(lines).length).toBeLessThan(seqsOf(await exported()).length)
    const alone = await judged(lines)
    expect(named(alone).slice(0, 2)).toEqual([8, 'audit_export.malformed'])
    expect(alone.told.error.message).toContain(`begins with entry ${first}, so that it says nothing of those before`)
    const both = await judged(lines, '--since', await desk.write(good))
    expect(both.told).toMatchObject({ first: { seq: first } })
    const [header, ...rest] = lines
    expect(named(await judged([{ ...header, anchor: null, first_seq: 1 }, ...rest]))).toEqual(isBroken('removed', 1))
  })
})

/** What is proven of a trail whose rows were changed by who owns the database; the rows are put back. */
async function tampered(change: (trx: Knex.Transaction) => Promise<unknown>, ...args: string[]): Promise<Verdict> {
  const { db } = forge.ctx
  const mine = { chain: office.organisationId }
  const [entries, checkpoints] = [await db('audit_entries').where(mine), await db('audit_checkpoints').where(mine)]
  const unguarded = (work: (trx: Knex.Transaction) => Promise<unknown>) =>
    db.transaction(async (trx) => {
      for (const table of TABLES) await trx.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
      await work(trx)
      for (const table of TABLES) await trx.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    })
  await unguarded(change)
  const verdict = await judged(await exported(), ...args)
  await unguarded(async (trx) => {
    for (const table of TABLES) await trx(table).where(mine).delete()
    await trx('audit_checkpoints').insert(checkpoints)
    await trx.raw(
      'INSERT INTO audit_entries OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::audit_entries, ?::json)',
      [JSON.stringify(entries)],
    )
  })
  return verdict
}

const TABLES = ['audit_entries', 'audit_checkpoints']
const at = (seq: number) => ({ chain: office.organisationId, seq })

/** Alters an entry, and makes every hash from there on anew. */
async function rewrite(trx: Knex.Transaction, altered: number): Promise<void> {
  let prev: string | null = null
  for (const row of await trx('audit_entries').where({ chain: office.organisationId }).orderBy('seq')) {
    const target = row.seq === altered ? 'another' : row.target
    const hash = auditHash(recordOf({ ...row, prev, target }))
    await trx('audit_entries').where({ number: row.number }).update({ prev, hash, target })
    prev = hash
  }
}

describe('a trail that was tampered with in the database itself', () => {
  it('names the row that was altered, removed or put elsewhere', async () => {
    expect((await judged(await exported())).code).toBe(0)
    const alter = (trx: Knex.Transaction) => trx('audit_entries').where(at(3)).update({ actor_name: 'Mallory' })
    expect(named(await tampered(alter))).toEqual(isBroken('altered', 3))
    expect(named(await tampered((trx) => trx('audit_entries').where(at(4)).delete()))).toEqual(isBroken('removed', 4))
    const swap = async (trx: Knex.Transaction): Promise<void> => {
      for (const [from, to] of [
        [4, 1_000],
        [5, 4],
        [1_000, 5],
      ] as const)
        await trx('audit_entries').where(at(from)).update({ seq: to })
    }
    expect(named(await tampered(swap))).toEqual(isBroken('altered', 4))
    expect((await judged(await exported())).code).toBe(0)
  })

  it('names where FORGE had signed another entry, if all hashes were made anew', async () => {
    const [{ seq }] = await forge.ctx.db('audit_checkpoints').where({ chain: office.organisationId }).orderBy('seq')
    expect(named(await tampered((trx) => rewrite(trx, 2)))).toEqual(isBroken('rewritten', seq))
  })

  it('names the row itself by an older export, also if what FORGE had signed is gone', async () => {
    const older = await desk.write(await exported())
    const cover = async (trx: Knex.Transaction): Promise<void> => {
      await rewrite(trx, 2)
      await trx('audit_checkpoints').delete()
    }
    expect(named(await tampered(cover, '--since', older))).toEqual(isBroken('rewritten', 2))
  })

  it('is not to be had where the last entries were cut off: what is written next gives it away', async () => {
    const newest = (
      await forge.ctx.db('audit_entries').where({ chain: office.organisationId }).max('seq as seq').first()
    )?.seq
    const cut = (trx: Knex.Transaction) => trx('audit_entries').where(at(newest)).delete()
    expect(named(await tampered(cut))).toEqual(isBroken('rewritten', newest))
  })
})

describe('a trail whose signing key has ended', () => {
  const YEAR_MS = 366 * 24 * 60 * 60 * 1000
  const organisation = () => ({ organisationId: office.organisationId })

  it('is exported as far as it was signed in time, says so where more is wanted, and whole once a new key signs', async () => {
    const before = await exported()
    const to = new Date()
    const signed = before.findLast(isEntry).seq
    const checkpoints = before.filter((line) => line.checkpoint !== undefined).length
    ahead = YEAR_MS
    await expect(exported()).rejects.toMatchObject({
      code: 'signing_key.expired',
      message: expect.stringContaining(`nothing after entry ${signed} is signed`),
      details: { signed_seq: signed },
    })
    const since = { ...organisation(), from: new Date(to.getTime() + 1), to: new Date(to.getTime() + 2 * YEAR_MS) }
    await expect(exportedLines(forge, since)).rejects.toMatchObject({ code: 'signing_key.expired' })
    const kept = await exportedLines(forge, { ...organisation(), to })
    expect(await judged(kept)).toMatchObject({ code: 0, told: { last: { seq: signed }, checkpoints } })

    const keys = { db: forge.ctx.db, secrets: forge.ctx.secrets, now: forge.ctx.now }
    await rotateSigningKey(keys, { kind: 'system', id: 'operator:test' })
    const whole = await exported()
    expect(await judged(whole)).toMatchObject({ code: 0, told: { checkpoints: checkpoints + 1, revoked: 0 } })
    expect(whole.findLast(isEntry).seq).toBeGreaterThan(signed)
    expect((await judged(whole, '--since', await desk.write(kept))).code).toBe(0)
    const later = await exportedLines(forge, { ...organisation(), from: new Date(to.getTime() + YEAR_MS / 2) })
    expect((await judged(later)).told.error?.message).toContain('Name the older export that has them with --since')
    expect((await judged(later, '--since', await desk.write(kept))).code).toBe(0)
  })

  it('says that nothing is signed where nothing was', async () => {
    ahead = 0
    const { id } = (await office.author.call('post', '/organisations').send({ name: 'Unsigned' }).expect(201)).body
    ahead = 3 * YEAR_MS
    await expect(exportedLines(forge, { organisationId: id, to: new Date() })).rejects.toMatchObject({
      code: 'signing_key.expired',
    })
  })
})
