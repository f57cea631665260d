import { beforeAll, describe, expect, it } from 'vitest'
import { testForge } from '../support/forge.js'
import { type Neighbour, neighbours } from '../support/neighbours.js'
import { look, openEyes, type Rows, type Seen, viewsOf, type ViewName } from '../support/row-probe.js'

const REQUESTS = ['nobody', 'project', 'person', 'barred', 'address', 'instance'] as const
const FORGE = ['system', 'forge'] as const
/** Tables that have rows about people and are shut to their requests. */
const FORGES_OWN = { group_memberships: 0, identities: 0 }
const VIEWS = [...REQUESTS, ...FORGE]

type ByTable<T> = Record<string, T>

const forge = testForge()
let tables: ByTable<Rows>
let me: Neighbour
let other: Neighbour
let seen: Record<ViewName, ByTable<Seen>>
beforeAll(async () => {
  ;[me, other] = await neighbours(forge)
  await openEyes(forge.ctx.db)
  tables = await sortedRows()
  seen = {
    nobody: await seenFrom('nobody'),
    project: await seenFrom('project'),
    person: await seenFrom('person'),
    barred: await seenFrom('barred'),
    address: await seenFrom('address'),
    instance: await seenFrom('instance'),
    system: await seenFrom('system'),
    forge: await seenFrom('forge'),
  }
})

/** The rows of every table, as belonging to one neighbour or the other by the ids in them. */
async function sortedRows(): Promise<ByTable<Rows>> {
  const { db } = forge.ctx
  const found: ByTable<Rows> = {}
  const [mine, theirs] = [await idsOf(me), await idsOf(other)]
  const names: string[] = await db('pg_class')
    .whereRaw(`relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'knex%'`)
    .orderBy('relname')
    .pluck('relname')
  for (const table of names) {
    const shown: { row: string }[] = await db(`${table} AS t`).select(db.raw('row_to_json(t)::text AS row'))
    const texts = shown.map(({ row }) => row)
    const holding = (ids: string[]) => texts.filter((text) => ids.some((id) => text.includes(id)))
    found[table] = { own: holding(mine), foreign: holding(theirs) }
  }
  return found
}

async function idsOf({ organisationId, projectId, publicationId, owner, reviewer }: Neighbour): Promise<string[]> {
  const tokens: string[] = await forge.ctx.db('access_tokens').where({ project_id: projectId }).pluck('id')
  return [organisationId, projectId, publicationId, owner.id, reviewer.id, ...tokens]
}

async function seenIn(view: ViewName, table: string): Promise<Seen> {
  const rows = tables[table] ?? expect.fail(`There is no table ${table}`)
  return viewsOf(forge, me, other)[view]((trx) => look(trx, table, rows))
}

async function seenFrom(view: ViewName): Promise<ByTable<Seen>> {
  const found: ByTable<Seen> = {}
  for (const table of Object.keys(tables)) found[table] = await seenIn(view, table)
  return found
}

function byTable<From, To>(of: ByTable<From>, pick: (from: From) => To): ByTable<To> {
  return Object.fromEntries(Object.entries(of).map(([table, from]) => [table, pick(from)]))
}

const none = () => byTable(tables, () => 0)
const refused = () => byTable(tables, () => 'refused')
const allOwn = () => byTable(tables, ({ own }) => own.length)

describe('row level security', () => {
  it('is forced on every table, and both neighbours have rows in each that is not FORGE’s own', async () => {
    const open: string[] = await forge.ctx
      .db('pg_class')
      .whereIn('relname', Object.keys(tables))
      .whereRaw('NOT (relrowsecurity AND relforcerowsecurity)')
      .pluck('relname')
    expect(open).toEqual([])
    const empty = Object.keys(tables).filter((table) => !tables[table]?.own.length || !tables[table]?.foreign.length)
    expect(empty).toEqual(['forge_settings', 'keysets', 'oidc_attempts', 'sign_in_attempts', 'signing_keys'])
  })

  it.each(REQUESTS)('shows no row of another organisation to a request as %s', (view) => {
    const named = view === 'address' ? { users: 1 } : {}
    expect(byTable(seen[view], ({ foreign }) => foreign)).toEqual({ ...none(), ...named })
    expect(byTable(seen[view], ({ foreignWritable }) => foreignWritable)).toEqual(none())
  })

  it.each(REQUESTS)('takes no row of another organisation from a request as %s', (view) => {
    const made = view === 'nobody' || view === 'instance' ? {} : { organisations: 'taken' }
    const named = view === 'address' ? { users: 'taken' } : {}
    expect(byTable(seen[view], ({ addForeign }) => addForeign)).toEqual({ ...refused(), ...made, ...named })
  })

  it('shows a request that has named nothing no row but the public keys, and takes none', () => {
    expect(byTable(seen.nobody, ({ all }) => all)).toEqual({ ...none(), keysets: 1, signing_keys: 2 })
    expect(byTable(seen.nobody, ({ addOwn }) => addOwn)).toEqual(refused())
  })

  it('shows a person what is theirs, and of a project nothing until it is entered', () => {
    const people = { memberships: 1, organisations: 1, projects: 1, sessions: 1, users: 1 }
    const own = { ...people, api_keys: 2, barred_api_keys: 1, project_roles: 1 }
    expect(byTable(seen.person, (shown) => shown.own)).toEqual({ ...none(), ...own })
    const writable = { api_keys: 2, projects: 1, sessions: 1 }
    expect(byTable(seen.person, ({ ownWritable }) => ownWritable)).toEqual({ ...none(), ...writable })
    expect(byTable(seen.project, (shown) => shown.own)).toEqual({ ...allOwn(), ...FORGES_OWN, sessions: 1 })
  })

  it('shows who asks by a key that is revoked in an organisation nothing of that organisation', () => {
    const own = { api_keys: 2, barred_api_keys: 1, project_roles: 1, sessions: 1, users: 1 }
    expect(byTable(seen.barred, (shown) => shown.own)).toEqual({ ...none(), ...own })
    expect(byTable(seen.barred, ({ ownWritable }) => ownWritable)).toEqual({ ...none(), api_keys: 2, sessions: 1 })
  })

  it('shows an instance the project of its access token alone', () => {
    const own = byTable(seen.instance, (shown) => shown.own)
    const people = [
      'api_keys',
      'audit_checkpoints',
      'barred_api_keys',
      'former_reviewers',
      'invitations',
      'memberships',
      'organisations',
      'projects',
    ]
    const beyond = [...people, 'project_roles', 'quotas', 'sessions', 'users'].map((table) => [table, 0])
    const { audit_entries } = own
    expect(own).toEqual({ ...allOwn(), ...Object.fromEntries(beyond), ...FORGES_OWN, audit_entries })
    expect(audit_entries).toBeLessThan(allOwn()['audit_entries'] ?? 0)
  })

  it.each(FORGE)('hides nothing from FORGE itself: %s', (view) => {
    expect(byTable(seen[view], ({ own }) => own)).toEqual(allOwn())
    expect(byTable(seen[view], ({ foreign }) => foreign)).toEqual(byTable(tables, ({ foreign }) => foreign.length))
  })

  it('lets no request change what it does not see, nor give its own to a neighbour', async () => {
    const { asActor, db } = forge.ctx
    const theirs = { project_id: other.projectId }
    const instance = { kind: 'instance', id: me.tokenId, projectId: me.projectId } as const
    await asActor(instance, async (trx) => {
      expect(await trx('prompt_sets').where(theirs).update({ name: 'Taken over' })).toBe(0)
      expect(await trx('live_instances').where(theirs).delete()).toBe(0)
      expect(await trx('live_instances').where({ project_id: me.projectId }).update({ app: 'shop' })).toBe(1)
    })
    const give = asActor(instance, async (trx) => void (await trx('live_instances').update(theirs)))
    await expect(give).rejects.toThrow(/row-level security/)
    expect(await db('live_instances').pluck('app')).toEqual(['shop', 'shop'])
    expect(await db('prompt_sets').where({ name: 'Taken over' })).toEqual([])
  })
})

interface Policy {
  tablename: string
  policyname: string
  cmd: string
  permissive: string
  roles: string
  qual: string | null
  with_check: string | null
}

/** A policy without what it says, in the two ways there are, and what puts it back. */
function mutantsOf({ tablename: table, policyname, cmd, permissive, roles, qual, with_check }: Policy) {
  const name = `${policyname} ON ${table}`
  const clauses = `${qual === null ? '' : `USING (${qual})`} ${with_check === null ? '' : `WITH CHECK (${with_check})`}`
  const everything = cmd === 'INSERT' ? 'WITH CHECK (true)' : 'USING (true)'
  return [
    { table, out: `ALTER POLICY ${name} ${everything}`, back: `ALTER POLICY ${name} ${clauses}` },
    {
      table,
      out: `DROP POLICY ${name}`,
      back: `CREATE POLICY ${name} AS ${permissive} FOR ${cmd} TO ${roles} ${clauses}`,
    },
  ]
}

describe('without what a policy says', () => {
  /** What every request may read anyway, and may not write by its grants. */
  const NO_LOSS = ['forge ON keysets', 'forge ON signing_keys', 'public ON keysets', 'signing ON signing_keys']

  async function changed(table: string): Promise<boolean> {
    for (const view of VIEWS) {
      const now = await seenIn(view, table).catch((error: unknown) => String(error))
      if (JSON.stringify(now) !== JSON.stringify(seen[view][table])) return true
    }
    return false
  }

  it('something else is seen or taken, whichever policy it is', async () => {
    const { db } = forge.ctx
    const { rows }: { rows: Policy[] } = await db.raw(
      `SELECT tablename, policyname, cmd, permissive, array_to_string(roles, ', ') AS roles, qual, with_check FROM pg_policies`,
    )
    expect(rows.length).toBeGreaterThan(50)
    const unnoticed: string[] = []
    for (const { table, out, back } of rows.flatMap(mutantsOf)) {
      await db.raw(out)
      if (!(await changed(table))) unnoticed.push(out)
      await db.raw(back)
    }
    expect(unnoticed.toSorted()).toEqual(NO_LOSS.map((policy) => `ALTER POLICY ${policy} USING (true)`))
    for (const view of VIEWS) expect(await seenFrom(view)).toEqual(seen[view])
  })
})
