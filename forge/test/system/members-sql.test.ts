import { createHash, randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, type Person } from '../support/factories.js'
import { copyRow } from '../support/copy-row.js'
import { testForge } from '../support/forge.js'
import { programOf } from '../support/program.js'
import { type Asking, type Attempt, triedBySql } from '../support/tried-by-sql.js'
import { type Unreviewed, unreviewedSets } from '../support/unreviewed.js'

const DAY = 24 * 60 * 60 * 1000
const forge = testForge()
let office: Unreviewed['office']
let shop: Unreviewed['shop']
let set: Unreviewed['set']
let ids: Unreviewed['ids']
let viewer: Person
let orgAdmin: Person
let manager: Person
let key: Asking
beforeAll(async () => {
  ;({ office, shop, set, ids, third: viewer } = await (await unreviewedSets(forge))())
  const join = (email: string, role?: 'admin') =>
    addPerson(forge, office.author, office.organisationId, { email, ...(role && { role }) })
  orgAdmin = await join('adam@example.com', 'admin')
  manager = await join('max@example.com')
  await giveRoles(viewer, ['viewer'])
  await giveRoles(manager, ['viewer', 'admin'])
  key = { id: office.author.id, apiKey: { id: (await programOf(forge, office.author, ['manage'])).keyId } }
})

const giveRoles = (person: Person, roles: string[]) =>
  office.author.call('put', `/projects/${shop.projectId}/members/${person.id}/roles`).send({ roles }).expect(200)
const tried = (asking: Asking, attempt: Attempt) =>
  triedBySql(forge, asking, { projectId: shop.projectId, organisationId: office.organisationId }, attempt)

const memberships = (trx: Knex.Transaction, person: { id: string }) =>
  trx('memberships').where({ organisation_id: office.organisationId, user_id: person.id })
const projectRoles = (trx: Knex.Transaction, person: { id: string }) =>
  trx('project_roles').where({ project_id: shop.projectId, user_id: person.id })
const removal = () => ({ removed_at: new Date() })
const invitation = (created_by: string, more: object = {}) => ({
  id: randomUUID(),
  organisation_id: office.organisationId,
  email: 'sock@example.com',
  role: 'member',
  roles: ['viewer'],
  secret_sha256: createHash('sha256').update(randomUUID()).digest(),
  created_by,
  created_at: new Date(),
  expires_at: new Date(Date.now() + DAY),
  ...more,
})

const OTHERS = 'Only an owner or admin of an organisation says what others are in it'
const ROLES = 'Only an admin of a project says what others are in it'
const INVITES = 'Only an owner or admin of an organisation invites to it'
const STAYS = 'A membership stays that of its person and of its day'

/** What members do not do to members, or themselves, and what the database says to it. */
const CHANGES: [string, Attempt, string | RegExp][] = [
  ['the removal of another', (trx) => memberships(trx, office.reviewer).update(removal()), OTHERS],
  ['fewer roles of another', (trx) => memberships(trx, office.reviewer).update({ roles: ['viewer'] }), OTHERS],
  ['more for everybody', (trx) => trx('memberships').update({ role: 'owner' }), OTHERS],
  ['more for somebody else', (trx) => memberships(trx, viewer).update({ role: 'admin' }), OTHERS],
  ['a member of their own making', (trx) => newMember(trx, { role: 'member' }), OTHERS],
  ['a member less for good', (trx) => memberships(trx, office.reviewer).delete(), /permission denied/],
  ['nobody who could review until lately', (trx) => trx('former_reviewers').delete(), /permission denied/],
  [
    'somebody who could review long ago',
    (trx) => trx('former_reviewers').update({ until: new Date(0) }),
    /permission denied/,
  ],
  ['an invitation', (trx, { id }) => trx('invitations').insert(invitation(id)), INVITES],
  ["an invitation in an owner's name", (trx) => trx('invitations').insert(invitation(office.author.id)), INVITES],
]

/** What only admins of a project do there. */
const OF_PROJECT: [string, Attempt][] = [
  ['a role in the project', (trx) => projectRoles(trx, viewer).update({ roles: ['viewer', 'reviewer'] })],
  ['what the organisation says again', (trx) => projectRoles(trx, viewer).delete()],
  [
    'a role where there was none',
    (trx) =>
      trx('project_roles').insert({ project_id: shop.projectId, user_id: office.reviewer.id, roles: ['viewer'] }),
  ],
]

async function newMember(trx: Knex.Transaction, more: object): Promise<void> {
  const { id: user_id } = await trx('users').where({ id: office.author.id }).first('id')
  const organisation_id = office.organisationId
  await trx('memberships').insert({ organisation_id, user_id, created_at: new Date(), role: 'member', ...more })
}

const MEMBERS: [string, () => Asking][] = [
  ['a viewer', () => viewer],
  ['an author, reviewer and publisher', () => office.reviewer],
  ["a key of the organisation's owner", () => key],
]

describe('by SQL, what people are', () => {
  it.each([...MEMBERS, ['an admin of a project', () => manager] as (typeof MEMBERS)[number]])(
    'in an organisation is not changed by %s',
    async (_, who) => {
      const others = CHANGES.filter(([name]) => who().id !== office.reviewer.id || name !== 'the removal of another')
      for (const [name, attempt, says] of others)
        expect([name, await tried(who(), attempt)]).toEqual([
          name,
          says instanceof RegExp ? expect.stringMatching(says) : says,
        ])
    },
  )

  it.each(MEMBERS)('in a project is not changed by %s', async (_, who) => {
    for (const [name, attempt] of OF_PROJECT) expect([name, await tried(who(), attempt)]).toEqual([name, ROLES])
  })

  it.each<[string, () => Asking]>([
    ['of the project', () => manager],
    ['of the organisation', () => orgAdmin],
  ])('in a project is changed by an admin %s', async (_, who) => {
    for (const [name, attempt] of OF_PROJECT) expect([name, await tried(who(), attempt)]).toEqual([name, 'taken'])
  })

  it('is changed by admins, but who owns the organisation by owners', async () => {
    const promote: Attempt = (trx) => memberships(trx, viewer).update({ role: 'owner' })
    const depose: Attempt = (trx) => memberships(trx, office.author).update({ role: 'member' })
    const remove: Attempt = (trx) => memberships(trx, office.author).update(removal())
    for (const attempt of [promote, depose, remove]) expect(await tried(orgAdmin, attempt)).toBe(OTHERS)
    expect(await tried(orgAdmin, (trx) => memberships(trx, orgAdmin).update({ role: 'owner' }))).toBe(OTHERS)
    for (const attempt of [promote, depose, remove]) expect(await tried(office.author, attempt)).toBe('taken')
    expect(await tried(orgAdmin, (trx) => memberships(trx, viewer).update({ role: 'admin' }))).toBe('taken')
    const owning: Attempt = (trx) => trx('invitations').insert(invitation(orgAdmin.id, { role: 'owner' }))
    expect(await tried(orgAdmin, owning)).toBe(INVITES)
  })

  it('is not begun at another time, or somebody else’s, by whomever', async () => {
    const begun: Attempt = (trx) => memberships(trx, office.reviewer).update({ created_at: new Date(0) })
    const passedOn: Attempt = (trx) => memberships(trx, office.reviewer).update({ user_id: randomUUID() })
    for (const attempt of [begun, passedOn]) expect(await tried(office.author, attempt)).toBe(STAYS)
  })

  it('is given up by anybody who leaves, with what they were in each project, and not taken again', async () => {
    const leave: Attempt = async (trx) => {
      expect(await memberships(trx, viewer).update(removal())).toBe(1)
      expect(await projectRoles(trx, viewer).first()).toBeUndefined()
    }
    expect(await tried(viewer, leave)).toBe('taken')
    const comeBack: Attempt = async (trx) => {
      await leave(trx, viewer)
      await memberships(trx, viewer).update({ removed_at: null })
    }
    expect(await tried(viewer, comeBack)).toBe(OTHERS)
  })

  it('is not what an invitation says that was rewritten', async () => {
    const made = invitation(office.author.id)
    const rewrite =
      (change: object): Attempt =>
      async (trx) => {
        await trx('invitations').insert(made)
        await trx('invitations').where({ id: made.id }).update(change)
      }
    const says = 'An invitation is closed, and not changed'
    expect(await tried(office.author, rewrite({ role: 'owner' }))).toBe(says)
    expect(await tried(office.author, rewrite({ closed_at: null }))).toBe(says)
    expect(await tried(office.author, rewrite({ closed_at: new Date() }))).toBe('taken')
  })
})

describe('by SQL, an author', () => {
  it('is made the only reviewer neither by hiding the others nor by a date ahead', async () => {
    const soon = new Date(Date.now() + 8 * DAY)
    const approveAndLock =
      (at: Date): Attempt =>
      async (trx) => {
        await trx('memberships').whereNot({ user_id: office.author.id }).update(removal())
        await trx('approvals').insert({
          id: randomUUID(),
          project_id: shop.projectId,
          prompt_set_id: set.id,
          content_digest: ids.digest,
          user_id: office.author.id,
          own_work: true,
          proof: '{}',
          created_at: at,
        })
        const id = randomUUID()
        await copyRow(trx, 'versions', ids.preRelease, { id, version: '1.0.1', kind: 'locked', created_at: at })
        await trx('prompt_sets')
          .where({ id: set.id })
          .update({ status: 'LOCKED', locked_version_id: id, updated_at: at })
      }
    for (const at of [new Date(), soon])
      expect(await tried(office.author, approveAndLock(at))).toBe('Only an only reviewer approves own work')
    expect(await tried(office.reviewer, approveAndLock(soon))).toBe(OTHERS)
  })
})
