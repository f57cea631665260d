import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { takenBack } from '../../src/db/taken-back.js'
import { getProjectOf } from '../../src/projects/project-store.js'
import { copyRow } from '../support/copy-row.js'
import { environmentOf } from '../support/factories.js'
import { testForge } from '../support/forge.js'
import { pastGuards } from '../support/past-guards.js'
import { type Unreviewed, unreviewedSets } from '../support/unreviewed.js'

const forge = testForge()
let next: () => Promise<Unreviewed>
let office: Unreviewed['office']
let third: Unreviewed['third']
let shop: Unreviewed['shop']
let set: Unreviewed['set']
let ids: Unreviewed['ids']
beforeAll(async () => {
  next = await unreviewedSets(forge)
})
beforeEach(async () => {
  ;({ office, third, shop, set, ids } = await next())
})

/** What production runs and what the prompt set is locked at, neither of which any door may have changed. */
async function standing(): Promise<unknown> {
  const { db } = forge.ctx
  return {
    running: await shop.running(),
    locked: await db('prompt_sets').where({ id: set.id }).first('status', 'locked_version_id'),
    versions: await db('versions').where({ prompt_set_id: set.id, kind: 'locked' }).pluck('version'),
    approvals: await db('approvals').where({ prompt_set_id: set.id }).orderBy('id').pluck('content_digest'),
    authors: await db('draft_authors').where({ prompt_set_id: set.id }).pluck('user_id'),
  }
}

const newest = async (trx: Knex, environmentId: string): Promise<{ id: string; envelope: Buffer }> =>
  trx('publications').where({ environment_id: environmentId }).orderBy('sequence', 'desc').first('id', 'envelope')

type Attempt = (trx: Knex.Transaction) => Promise<unknown>
const sets = (trx: Knex.Transaction) => trx('prompt_sets').where({ id: set.id })
const approval = (more: object = {}) => ({
  id: randomUUID(),
  project_id: shop.projectId,
  prompt_set_id: set.id,
  content_digest: ids.digest,
  user_id: office.author.id,
  own_work: false,
  created_at: new Date(),
  ...more,
})

/** What is tried by SQL, and what the database says. */
const ATTEMPTS: [string, Attempt, RegExp][] = [
  ['a lock at the last locked version', (trx) => sets(trx).update({ status: 'LOCKED' }), /says something else/],
  [
    'a lock at a pre-release',
    (trx) => sets(trx).update({ status: 'LOCKED', locked_version_id: ids.preRelease }),
    /locked version of its own/,
  ],
  [
    "a lock at another set's version",
    async (trx) => {
      const other = await trx('versions').whereNot({ prompt_set_id: set.id }).where({ kind: 'locked' }).first('id')
      return sets(trx).update({ status: 'LOCKED', locked_version_id: other?.id ?? randomUUID() })
    },
    /locked version of its own|foreign key/,
  ],
  [
    'another locked version under an open draft',
    (trx) => sets(trx).update({ locked_version_id: ids.preRelease }),
    /Only a lock changes/,
  ],
  [
    'a prompt set that is born LOCKED',
    (trx) => copyRow(trx, 'prompt_sets', set.id, { id: randomUUID(), slug: randomUUID(), status: 'LOCKED' }),
    /begins in LIVE/,
  ],
  [
    'a locked version of what nobody approved',
    (trx) => copyRow(trx, 'versions', ids.preRelease, { id: randomUUID(), version: '1.0.1', kind: 'locked' }),
    /lacks approvals/,
  ],
  [
    'a locked version that needs none',
    (trx) =>
      copyRow(trx, 'versions', ids.preRelease, {
        id: randomUUID(),
        version: '1.0.1',
        kind: 'locked',
        required_approvals: 0,
      }),
    /hides its authors, or what approvals/,
  ],
  [
    'a locked version that nobody wrote',
    (trx) =>
      copyRow(trx, 'versions', ids.preRelease, { id: randomUUID(), version: '1.0.1', kind: 'locked', authors: [] }),
    /hides its authors/,
  ],
  [
    'a locked version with the digest of an approved one',
    async (trx) => {
      const { content_digest } = await trx('versions').where({ id: ids.locked }).first('content_digest')
      const change = { id: randomUUID(), version: '1.0.1', kind: 'locked', content_digest }
      return copyRow(trx, 'versions', ids.preRelease, change)
    },
    /something else than its digests/,
  ],
  [
    'a version whose bytes have another digest',
    (trx) => copyRow(trx, 'versions', ids.preRelease, { id: randomUUID(), version: '9.9.9-review.1', sha256: 'no' }),
    /something else than its digests/,
  ],
  ['an approval of own work', (trx) => trx('approvals').insert(approval()), /whether it is of own work/],
  [
    'an approval of own work that says so',
    (trx) => trx('approvals').insert(approval({ own_work: true, proof: '{}' })),
    /Only an only reviewer/,
  ],
  [
    'an approval of own work without a proof',
    (trx) => trx('approvals').insert(approval({ own_work: true })),
    /check constraint/,
  ],
  [
    'an approval of what is neither in review nor locked',
    (trx) => trx('approvals').insert(approval({ content_digest: '0'.repeat(64) })),
    /Nothing of this content/,
  ],
  [
    'an approval that is made one of something else',
    async (trx) => {
      const row = await trx('approvals').where({ prompt_set_id: set.id }).first('id')
      return trx('approvals').where({ id: row.id }).update({ content_digest: ids.digest })
    },
    /immutable/,
  ],
  [
    'a draft without its authors',
    (trx) => trx('draft_authors').where({ prompt_set_id: set.id }).delete(),
    /Authors stay/,
  ],
  [
    'a draft by somebody else',
    (trx) => trx('draft_authors').where({ prompt_set_id: set.id }).update({ user_id: third.id }),
    /Authors stay/,
  ],
  [
    'a publication of a kind that production does not take',
    async (trx) => {
      const { id: from } = await newest(trx, ids.staging)
      const change = { id: randomUUID(), environment_id: ids.production, sequence: 99 }
      return copyRow(trx, 'publications', from, change)
    },
    /takes no version of kind review/,
  ],
  [
    'a publication that signs something else than it names',
    async (trx) => {
      const [running, staged] = [await newest(trx, ids.production), await newest(trx, ids.staging)]
      const envelope = `\\x${staged.envelope.toString('hex')}`
      return copyRow(trx, 'publications', running.id, { id: randomUUID(), sequence: 99, envelope })
    },
    /signs the bundles that it names/,
  ],
  [
    'a version beside those that a publication names',
    async (trx) => {
      const { id: publication_id } = await newest(trx, ids.production)
      const version = await trx('versions').where({ id: ids.preRelease }).first('id', 'sha256')
      return trx('publication_versions').insert({
        publication_id,
        project_id: shop.projectId,
        environment_id: ids.production,
        version_id: version.id,
        sha256: version.sha256,
      })
    },
    /does not name this version/,
  ],
  [
    'a head that runs what another environment published',
    async (trx) => {
      const { id: publication_id, envelope } = await newest(trx, ids.staging)
      return trx('environment_heads').where({ environment_id: ids.production }).update({ publication_id, envelope })
    },
    /publication of its environment/,
  ],
  [
    'a head that signs something else than was published',
    async (trx) => {
      const { envelope } = await newest(trx, ids.staging)
      return trx('environment_heads').where({ environment_id: ids.production }).update({ envelope })
    },
    /publication of its environment/,
  ],
]

describe.each<[string, (work: Attempt) => Promise<unknown>]>([
  [
    "the application's role, as a member",
    (work) =>
      forge.ctx.asActor({ kind: 'user', id: office.author.id }, async (trx) => {
        await getProjectOf(trx, office.author, shop.projectId, 'project.read')
        await work(trx)
      }),
  ],
  ["the application's role, as FORGE", (work) => forge.ctx.asActor({ kind: 'system', id: 'test' }, work)],
  ['the owner of the tables', (work) => forge.ctx.db.transaction(work)],
])('by SQL, %s', (_, as) => {
  it('gets none of what nobody approved into the database', async () => {
    const before = await standing()
    const answers: Record<string, string> = {}
    for (const [name, attempt, says] of ATTEMPTS) {
      const error: unknown = await as(attempt).catch((reason: unknown) => reason)
      const message = error instanceof Error ? error.message : 'it was taken'
      answers[name] = says.test(message) ? 'refused' : message
    }
    expect(answers).toEqual(Object.fromEntries(ATTEMPTS.map(([name]) => [name, 'refused'])))
    expect(await standing()).toEqual(before)
  })
})

describe('by SQL, somebody', () => {
  it('gives no approval in the name of somebody else', async () => {
    const asAuthor = forge.ctx.asActor({ kind: 'user', id: office.author.id }, async (trx) => {
      await getProjectOf(trx, office.author, shop.projectId, 'project.read')
      await trx('approvals').insert(approval({ user_id: office.reviewer.id }))
    })
    await expect(asAuthor).rejects.toThrow(/in the name of somebody else/)
  })

  it('makes nobody an only reviewer by hiding the others', async () => {
    const { db } = forge.ctx
    const only = await db.transaction((trx) =>
      takenBack(trx, async () => {
        await trx.raw(`SET LOCAL ROLE anvil_app`)
        await trx.raw(`CREATE TEMPORARY TABLE memberships AS SELECT * FROM memberships WHERE false`)
        const { rows } = await trx.raw('SELECT anvil_is_only_reviewer(?, ?, now()) AS yes', [
          shop.projectId,
          office.author.id,
        ])
        return rows[0].yes
      }),
    )
    expect(only).toBe(false)
  })

  it('publishes a pre-release by the approval of a reviewer, and not once they left', async () => {
    const { db } = forge.ctx
    await set.as(third).approve()
    const others = (await shop.head('staging')).bundles
      .map((bundle) => bundle.prompt_set_id)
      .filter((id) => id !== set.id)
    if (others.length > 0)
      await shop.ask({ kind: 'withdraw', prompt_set_ids: others }, { environment: 'staging' }).expect(201)
    const development = await environmentOf(office.author, shop.projectId, 'development')
    await db('environments').where({ id: development.id }).update({ required_approvals: 1 })
    const publish: Attempt = async (trx) => {
      const { id: from } = await newest(trx, ids.staging)
      const change = { id: randomUUID(), environment_id: development.id, sequence: 99 }
      return copyRow(trx, 'publications', from, change)
    }
    const taken = (trx: Knex.Transaction) => takenBack(trx, () => publish(trx))
    const doors = [
      () => forge.ctx.asActor({ kind: 'system', id: 'test' }, taken),
      () =>
        forge.ctx.asActor({ kind: 'user', id: office.author.id }, async (trx) => {
          await getProjectOf(trx, office.author, shop.projectId, 'project.read')
          return taken(trx)
        }),
    ]
    for (const door of doors) await door()
    await db('memberships').where({ user_id: third.id }).update({ removed_at: new Date() })
    for (const door of doors) await expect(door()).rejects.toThrow(/lacks approvals that the environment development/)
    await db('memberships').where({ user_id: third.id }).update({ removed_at: null })
    for (const door of doors) await door()
  })

  it('locks what was approved, and nothing that was changed since', async () => {
    await set.as(office.reviewer).approve()
    const make: Attempt = (trx) =>
      copyRow(trx, 'versions', ids.preRelease, { id: randomUUID(), version: '1.0.1', kind: 'locked' })
    await forge.ctx.db.transaction((trx) => takenBack(trx, () => make(trx)))
    await pastGuards(forge.ctx.db, 'prompts', async () =>
      forge.ctx.db('prompts').where({ prompt_set_id: set.id }).update({ template: 'Changed behind everybody' }),
    )
    const lock = forge.ctx.db.transaction(async (trx) => {
      await make(trx)
      const { id: versionId } = await trx('versions').where({ prompt_set_id: set.id, version: '1.0.1' }).first('id')
      await sets(trx).update({ status: 'LOCKED', locked_version_id: versionId })
    })
    await expect(lock).rejects.toThrow(/says something else/)
  })
})
