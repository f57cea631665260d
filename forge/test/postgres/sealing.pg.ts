import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { auditHash } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { insertAuditEntry } from '../../src/audit/audit-store.js'
import { sealEntries } from '../../src/audit/seal-entries.js'
import { recordOf, type StoredEntry } from '../../src/audit/seal-store.js'
import { type OpenDatabase, openPostgres } from '../../src/db/open-database.js'
import { type ForgeProcess, forgeProcess } from '../support/forge-process.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { cliProcess } from '../support/operator.js'
import { type Cluster, ownCluster } from './support/cluster.js'

const PATIENCE = { timeout: 30_000 }

let cluster: Cluster
let folder: string
let env: Record<string, string>
/** Who wrote, and where; its FORGE is stopped, so that only those of a test seal. */
let office: LiveOffice
let root: string
let database: OpenDatabase
let db: Knex
const pools: OpenDatabase[] = []
const nodes: ForgeProcess[] = []

beforeAll(async () => {
  cluster = await ownCluster(90)
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-sealing-'))
  office = await liveOffice({ database: openPostgres(cluster.url, 5) })
  const { config, signing } = office.forge.ctx
  root = signing.rootKey
  env = { DATABASE_URL: cluster.url, ANVIL_SECRET_KEY: config.secrets.key?.reveal() ?? '', ANVIL_DATABASE_POOL: '6' }
  await office.forge.close()
  database = openPostgres(cluster.url, 10)
  db = database.db
})
afterEach(async () => {
  for (const node of nodes) node.signal('SIGKILL')
  await Promise.all(nodes.splice(0).map(({ ended }) => ended))
  await Promise.all(pools.splice(0).map(({ close }) => close()))
})
afterAll(async () => {
  await database.close()
  await cluster.remove()
  await rm(folder, { recursive: true })
})

/** A FORGE of its own process on the database; its address. */
async function node(): Promise<{ url: string; process: ForgeProcess }> {
  const started = forgeProcess({ ...env, ANVIL_DATA_DIR: path.join(folder, randomBytes(4).toString('hex')) })
  nodes.push(started)
  return { url: (await started.said(/^FORGE is at/)).replace('FORGE is at ', ''), process: started }
}

/** A pool of its own, as another process would have. */
function pool(): Knex {
  const opened = openPostgres(cluster.url, 2)
  pools.push(opened)
  return opened.db
}

const WRITER = { kind: 'system', id: 'test' } as const
const entry = (target: string, organisationId: string | undefined = office.organisationId) => ({
  organisationId,
  action: 'test.written',
  target,
})

/** Writes entries in transactions that stay open for a while, so that they commit in another order than they began. */
async function write(name: string, transactions: number): Promise<number> {
  const mine = pool()
  let written = 0
  for (let n = 0; n < transactions; n += 1) {
    await mine.transaction(async (trx) => {
      for (let part = 0; part <= n % 4; part += 1) {
        const organisation = part === 3 ? undefined : office.organisationId
        await insertAuditEntry(trx, WRITER, new Date(), {
          ...entry(`${name} ${n}.${part}`),
          organisationId: organisation,
        })
        written += 1
      }
      await trx.raw('SELECT pg_sleep(?)', [((n * 7) % 5) / 100])
    })
  }
  return written
}

/** Changes something by a FORGE's API, as a person does. */
async function ask(url: string, changes: number): Promise<void> {
  for (let n = 0; n < changes; n += 1) {
    const answer = await fetch(`${url}/api/v1/projects/${office.projectId}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${office.author.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ description: randomBytes(4).toString('hex') }),
    })
    expect(answer.status).toBe(200)
  }
}

const unsealed = async (): Promise<number> => (await db('audit_entries').whereNull('hash').select('number')).length
const isSealed = () => expect.poll(unsealed, PATIENCE).toBe(0)

/** That every chain goes from 1 to its end, each entry behind the one before, with the hash of what it says. */
async function expectOneChain(): Promise<void> {
  const rows: StoredEntry[] = await db('audit_entries').orderBy(['chain', 'seq'])
  const chains = new Map<string, StoredEntry[]>()
  for (const row of rows) chains.set(row.chain, [...(chains.get(row.chain) ?? []), row])
  expect([...chains.keys()].toSorted()).toEqual(['forge', office.organisationId].toSorted())
  for (const chain of chains.values()) {
    expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, at) => at + 1))
    expect(chain.map(({ prev }) => prev)).toEqual([null, ...chain.slice(0, -1).map(({ hash }) => hash)])
    for (const { hash, ...row } of chain) expect(auditHash(recordOf(row))).toBe(hash)
  }
}

const operator = () => ({ ...env, ANVIL_DATA_DIR: path.join(folder, 'operator') })
async function exported(name: string): Promise<string> {
  const file = path.join(folder, name)
  const done = await cliProcess(operator(), ['audit', 'export', '--organisation', office.organisationId, file])
  expect([done.code, done.stderr]).toEqual([0, ''])
  return file
}
async function verified(file: string, ...args: string[]) {
  return cliProcess({}, ['audit', 'verify', file, '--root-key', root, '--json', ...args])
}

describe('FORGE processes that seal one organisation’s trail at once', () => {
  it('make one chain without gap or fork, though one of them is killed and the operator exports meanwhile', async () => {
    const before = Number((await db('audit_entries').count('number AS all').first())?.['all'])
    const [one, two] = await Promise.all([node(), node()])
    const writing = Promise.all([write('a', 50), write('b', 50), write('c', 50), ask(one.url, 30), ask(two.url, 15)])
    await setTimeout(700)
    const early = await exported('early.jsonl')
    const [a, b, c] = await writing
    two.process.signal('SIGKILL')
    await two.process.ended
    const three = await node()
    const [d] = await Promise.all([write('d', 40), ask(one.url, 10), ask(three.url, 10)])
    const late = await exported('late.jsonl')
    await isSealed()
    await expectOneChain()
    const written = await db('audit_entries').where({ action: 'test.written' })
    expect(written).toHaveLength(a + b + c + d)
    expect(new Set(written.map(({ target }) => target)).size).toBe(a + b + c + d)
    expect(await db('audit_entries').where({ action: 'project.changed' })).toHaveLength(65)
    expect((await db('audit_entries')).length).toBeGreaterThanOrEqual(before + a + b + c + d + 65)

    for (const proof of [await verified(early), await verified(late), await verified(late, '--since', early)])
      expect([proof.code, proof.json.error]).toEqual([0, undefined])
    const { json } = await verified(late)
    expect(json).toMatchObject({ chain: office.organisationId, first: { seq: 1 }, revoked: 0 })
    expect(json.entries).toBe(json.last.seq)
  })

  it('seal what commits late behind what was committed before, though it was begun and numbered earlier', async () => {
    await Promise.all([node(), node()])
    const slow = await pool().transaction()
    await insertAuditEntry(slow, WRITER, new Date(), entry('begun first'))
    for (const target of ['second', 'third'])
      await db.transaction((trx) => insertAuditEntry(trx, WRITER, new Date(), entry(target)))
    const placeOf = async (target: string): Promise<number | null> =>
      (await db('audit_entries').where({ target }).first('seq'))?.seq ?? null
    await expect.poll(() => placeOf('third'), PATIENCE).not.toBeNull()
    expect(await placeOf('begun first')).toBeNull()
    await slow.commit()
    await expect.poll(() => placeOf('begun first'), PATIENCE).not.toBeNull()
    const [first, third] = [await placeOf('begun first'), await placeOf('third')]
    expect(first).toBeGreaterThan(third ?? 0)
    const numbers = await db('audit_entries').whereIn('target', ['begun first', 'third']).orderBy('number')
    expect(numbers.map(({ target }) => target)).toEqual(['begun first', 'third'])
    await expectOneChain()
    expect((await verified(await exported('slow.jsonl'))).code).toBe(0)
  })
})

describe('sealers without a FORGE around them', () => {
  const fill = (name: string, count: number) =>
    db.transaction(async (trx) => {
      for (let n = 0; n < count; n += 1) await insertAuditEntry(trx, WRITER, new Date(), entry(`${name} ${n}`))
    })
  const sealAll = async (by: Knex, limit: number): Promise<number> => {
    let all = 0
    for (let done = await sealEntries(by, limit); done > 0; done = await sealEntries(by, limit)) all += done
    return all
  }

  it('of whom twelve take a few at a time seal each entry once, and none of them fails', async () => {
    await sealAll(db, 100)
    await fill('many', 900)
    const sealed = await Promise.all(Array.from({ length: 12 }, (_, n) => sealAll(pool(), 3 + n)))
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(900)
    expect(sealed.filter((count) => count > 0).length).toBeGreaterThan(1)
    await expectOneChain()
  })

  it('go on where one is cut off in the middle, and nobody who writes waits for it', async () => {
    await sealAll(db, 100)
    await fill('cut', 40)
    const dying = await pool().transaction()
    const { rows } = await dying.raw('SELECT pg_backend_pid() AS pid')
    expect(await sealEntries(dying, 10)).toBe(10)
    const others = Promise.all([sealAll(pool(), 10), sealAll(pool(), 10)])
    await fill('meanwhile', 5)
    expect(await unsealed()).toBe(45)
    await db.raw('SELECT pg_terminate_backend(?)', [rows[0].pid])
    const [one, two] = await others
    expect(one + two).toBe(45)
    await dying.rollback().catch(() => undefined)
    await expectOneChain()
    expect((await verified(await exported('cut.jsonl'))).code).toBe(0)
  })
})
