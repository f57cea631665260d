import { randomUUID } from 'node:crypto'
import { auditHash } from '@anvil/shared/bundle'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { insertAuditEntry } from './audit-store.js'
import { AuditTrail } from './audit-trail.js'
import { recordOf } from './seal-store.js'

const forge = testForge()
let office: Office
beforeAll(async () => {
  office = await openOffice(forge)
})
const trails: AuditTrail[] = []
afterAll(async () => {
  for (const trail of trails) await trail.close()
})

/** What another FORGE process on the same database would run. */
function another(): AuditTrail {
  const trail = new AuditTrail({ ...forge.ctx, log: pino({ level: 'silent' }) })
  trails.push(trail)
  return trail
}

const entries = () => forge.ctx.db('audit_entries').where({ organisation_id: office.organisationId })
const write = (action: string) =>
  forge.ctx.db.transaction((trx) =>
    insertAuditEntry(trx, { kind: 'system', id: 'test' }, new Date(), {
      organisationId: office.organisationId,
      action,
      target: randomUUID(),
      details: { text: 'ü \u2028 "', number: 0.1, nested: [{ b: 1, a: null }] },
    }),
  )

/** The chain from its first entry, each with the place and hash that it has to have. */
async function assertChain(): Promise<number> {
  const rows = await entries().whereNotNull('hash').orderBy('seq')
  let prev: string | null = null
  for (const [at, row] of rows.entries()) {
    expect([row.seq, row.prev, row.hash]).toEqual([at + 1, prev, auditHash(recordOf(row))])
    prev = row.hash
  }
  return rows.length
}

it('seals what was written before it was started, each organisation in a chain of its own, and FORGE in another', async () => {
  expect(await entries().whereNotNull('hash')).toEqual([])
  const trail = another()
  trail.start()
  await expect.poll(() => forge.ctx.db('audit_entries').whereNull('hash'), { timeout: 10_000 }).toEqual([])
  expect(await assertChain()).toBeGreaterThan(1)
  const chains = await forge.ctx.db('audit_entries').distinct('chain').orderBy('chain').pluck('chain')
  expect(chains).toEqual([office.organisationId, 'forge'].toSorted())
  await write('test.later')
  await expect.poll(() => entries().whereNull('hash'), { timeout: 10_000 }).toEqual([])
  await trail.close()
  await trail.close()
})

it('keeps one chain without a gap or a fork where several FORGEs seal what many write', async () => {
  const sealers = [another(), another(), another()]
  const before = await assertChain()
  const writing = Array.from({ length: 60 }, async (_, at) => {
    await write(`test.race`)
    await sealers[at % sealers.length]?.seal()
  })
  await Promise.all(writing)
  expect(await entries().whereNull('hash')).toEqual([])
  expect(await assertChain()).toBe(before + 60)
})

it('signs a chain where it went on, once, whoever asks', async () => {
  const checkpoints = () => forge.ctx.db('audit_checkpoints').where({ chain: office.organisationId })
  await write('test.signed')
  await Promise.all([another().checkpoint(), another().checkpoint(office.organisationId)])
  expect(await checkpoints()).toHaveLength(1)
  await another().checkpoint()
  expect(await checkpoints()).toHaveLength(1)
})

it('gives what is of a project the organisation of it, and takes none of another', async () => {
  const { id } = await newProject(office.author, office.organisationId, 'Placed')
  const { db } = forge.ctx
  const [{ organisation_id }] = await db('audit_entries').where({ project_id: id, action: 'project.created' })
  expect(organisation_id).toBe(office.organisationId)
  const other = { id: randomUUID(), name: 'Other', slug: 'other', created_at: new Date() }
  await db('organisations').insert(other)
  const entry = { organisationId: other.id, projectId: id, action: 'test.forged', target: 'x' }
  const forged = db.transaction((trx) => insertAuditEntry(trx, { kind: 'system', id: 'test' }, new Date(), entry))
  await expect(forged).rejects.toThrow(/foreign key/)
})

it('lets a request add entries and nothing else: no change, no removal, no seal', async () => {
  const { asActor } = forge.ctx
  const system = { kind: 'system', id: 'test' } as const
  const refused = async (statement: string): Promise<void> => {
    const tried = asActor(system, async (trx) => void (await trx.raw(statement)))
    await expect(tried, statement).rejects.toThrow(/permission denied|immutable/)
  }
  await refused(`UPDATE audit_entries SET action = 'x'`)
  await refused(`UPDATE audit_entries SET hash = 'x'`)
  await refused('DELETE FROM audit_entries')
  await refused('TRUNCATE audit_entries')
  await refused(`INSERT INTO audit_entries (actor_kind, actor_id, action, target, details, created_at, chain, seq, prev, hash)
    VALUES ('system', 'x', 'x', 'x', '{}', now(), 'forge', 999, 'x', 'x')`)
  await refused(`INSERT INTO audit_checkpoints (chain, seq, envelope, created_at) VALUES ('forge', 999, '', now())`)
  await refused('DELETE FROM audit_checkpoints')
})

it('lets nobody change a sealed entry or take its seal off, and an unsealed one be sealed only', async () => {
  const { db } = forge.ctx
  await another().seal()
  for (const change of [
    { hash: null },
    { seq: 999 },
    { action: 'x' },
    { chain: null, seq: null, prev: null, hash: null },
  ])
    await expect(entries().update(change), JSON.stringify(change)).rejects.toThrow(/immutable/)
  await write('test.unsealed')
  const unsealed = () => db('audit_entries').whereNull('hash')
  for (const change of [
    { details: '{}' },
    { chain: 'forge', seq: 998, prev: 'x', hash: 'x', target: 'y' },
    { seq: 998 },
  ])
    await expect(unsealed().update(change), JSON.stringify(change)).rejects.toThrow(/immutable/)
  await expect(db('audit_checkpoints').update({ envelope: Buffer.from('') })).rejects.toThrow(/immutable/)
})
