import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { parseConfig } from '../config.js'
import type { ForgeContext } from '../context.js'
import { grantsOf } from './apply-groups.js'
import { userOfClaims } from './user-of-claims.js'

const ROLES = {
  viewers: { organisation: 'engines', roles: [] },
  reviewers: { organisation: 'engines', roles: ['reviewer'] },
  editors: { organisation: 'engines', roles: ['editor'] },
  admins: { organisation: 'engines', role: 'admin', roles: [] },
  owners: { organisation: 'engines', role: 'owner' },
  both: [
    { organisation: 'engines', roles: ['publisher'] },
    { organisation: 'looms', role: 'admin' },
    { organisation: 'nowhere', role: 'owner' },
  ],
}
const OIDC = { kind: 'system', id: 'oidc' } as const
const PLACE = { address: '192.0.2.1', userAgent: undefined, requestId: 'r-1' }
const forge = testForge()
let ctx: ForgeContext
let ada: Person
let engines: string
let looms: string
let one: string
let other: string
beforeAll(async () => {
  const { config } = forge.ctx
  const { oidc } = parseConfig({
    ANVIL_OIDC_ISSUER: 'https://id.example',
    ANVIL_OIDC_CLIENT_ID: 'anvil',
    ANVIL_OIDC_ROLES: JSON.stringify(ROLES),
  })
  ctx = { ...forge.ctx, config: { ...config, oidc } }
  const admin = await firstAdmin(forge)
  ada = admin
  engines = admin.organisation.id
  looms = (await ada.call('post', '/organisations').send({ name: 'Looms' }).expect(201)).body.id
  one = (await newProject(ada, engines, 'One')).id
  other = (await newProject(ada, engines, 'Other')).id
})

let name: string
beforeEach(() => {
  name = randomUUID()
})
/** Signs this test's person in as a member of these groups; answers their id. */
async function comes(...groups: string[]): Promise<string> {
  const claims = { issuer: 'https://id.example', subject: name, email: `${name}@example.com`, emailVerified: true }
  const user = await ctx.asActor(OIDC, (trx) => userOfClaims(ctx, trx, { ...claims, name: undefined, groups }, PLACE))
  return user.id
}
const membership = (userId: string, organisation_id = engines) =>
  ctx.db('memberships').where({ user_id: userId, organisation_id }).first()
const actionsOn = async (target: string) =>
  (
    await ctx
      .db('audit_entries')
      .where({ target, organisation_id: engines })
      .whereLike('action', 'member.%')
      .orderBy('number')
  ).map(({ action, details }: { action: string; details: { by: string } }) => [action, details.by])
/** The projects in which FORGE noted that somebody could review until now. */
const formerly = async (userId: string): Promise<Set<string>> =>
  new Set(await noted(userId).whereNotNull('project_id').pluck('project_id'))
const noted = (userId: string) => ctx.db('former_reviewers').where({ user_id: userId, organisation_id: engines })
const give = (userId: string, projectId: string, roles: string[] | null) =>
  ada.call('put', `/projects/${projectId}/members/${userId}/roles`).send({ roles }).expect(200)

describe('what groups give', () => {
  const granted = async (groups: string[], of = ctx) =>
    Object.fromEntries(await of.asActor(OIDC, (trx) => grantsOf(of, trx, groups)))

  it('is the highest role of all, and every role in projects, whatever the order and however often', async () => {
    const standing = { role: 'admin', roles: ['viewer', 'editor', 'reviewer'] }
    const groups = ['editors', 'admins', 'reviewers', 'viewers']
    for (const said of [groups, groups.toReversed(), [...groups, ...groups]])
      expect(await granted(said)).toEqual({ [engines]: standing })
    expect(await granted(['owners', 'admins'])).toMatchObject({ [engines]: { role: 'owner' } })
  })

  it('is given in each organisation that is there, and nothing in one that is not', async () => {
    expect(await granted(['both'])).toEqual({
      [engines]: { role: 'member', roles: ['viewer', 'publisher'] },
      [looms]: { role: 'admin', roles: ['viewer', 'editor', 'reviewer', 'publisher'] },
    })
  })

  it('is nothing for groups that nobody set up, nor where there is no issuer', async () => {
    expect(await granted(['strangers', 'Editors', 'constructor', ''])).toEqual({})
    expect(await granted([])).toEqual({})
    expect(await granted(['owners'], forge.ctx)).toEqual({})
  })
})

describe('the right to review', () => {
  it('that another group takes the place of is noted in each project, until now', async () => {
    const before = Date.now()
    const bob = await comes('reviewers')
    expect(await formerly(bob)).toEqual(new Set())
    await comes('editors')
    expect(await formerly(bob)).toEqual(new Set([one, other]))
    const { until } = await ctx.db('former_reviewers').where({ user_id: bob }).first()
    expect(until.getTime()).toBeGreaterThanOrEqual(before)
    expect(await membership(bob)).toMatchObject({ roles: ['viewer', 'editor'], removed_at: null })
  })

  it('of a person whom no group holds any more is noted as well', async () => {
    const bob = await comes('reviewers')
    await comes()
    expect(await formerly(bob)).toEqual(new Set([one, other]))
    expect((await membership(bob)).removed_at).toBeInstanceOf(Date)
  })

  it('that a membership gave is noted for projects too that are made since, and no other is', async () => {
    const bob = await comes('reviewers')
    await give(bob, one, ['editor'])
    expect(await noted(bob).whereNull('project_id')).toEqual([])
    await comes('editors')
    expect(await noted(bob).whereNull('project_id')).toHaveLength(1)
  })

  it('goes with that of an admin, who has it by what they are', async () => {
    const bob = await comes('admins')
    await comes('viewers')
    expect(await formerly(bob)).toEqual(new Set([one, other]))
  })

  it('is not noted where it stays, or never was', async () => {
    const bob = await comes('viewers')
    await comes('editors')
    await comes('reviewers', 'editors')
    await comes('reviewers')
    await comes('admins')
    expect(await formerly(bob)).toEqual(new Set())
  })

  it('is noted in those projects alone where it is lost: one may give it by itself, or keep it back', async () => {
    const bob = await comes('reviewers')
    await give(bob, one, ['reviewer'])
    await comes('editors')
    expect(await formerly(bob)).toEqual(new Set([other]))
    await comes()
    expect(await formerly(bob)).toEqual(new Set([one, other]))
  })

  it('keeps who is left from approving what they wrote, for a week', async () => {
    const { id } = await newProject(ada, looms, 'Alone')
    const only = async (days: number) => {
      const until = new Date(Date.now() - days * 24 * 60 * 60 * 1_000)
      await ctx.db('former_reviewers').where({ organisation_id: looms }).update({ until })
      await ctx.db('memberships').whereNotNull('removed_at').update({ removed_at: until })
      const { rows } = await ctx.db.raw('SELECT anvil_is_only_reviewer(?, ?, now()) AS only', [id, ada.id])
      return rows[0].only
    }
    await comes('both')
    await comes('editors')
    expect([await only(0), await only(6), await only(8)]).toEqual([false, false, true])
  })
})

describe('a membership', () => {
  it('that groups give and take is told in the trail as theirs, and no more often than it changes', async () => {
    const bob = await comes('editors')
    await comes('editors')
    await comes('editors', 'viewers')
    await comes('admins')
    await comes()
    await comes()
    await comes('editors')
    expect(await actionsOn(bob)).toEqual(
      ['member.added', 'member.changed', 'member.removed', 'member.added'].map((action) => [action, 'groups']),
    )
  })

  it('that ends takes with it what single projects gave, so that nobody comes back as more than they are', async () => {
    const bob = await comes('viewers')
    await give(bob, one, ['admin'])
    await comes()
    expect(await ctx.db('project_roles').where({ user_id: bob })).toEqual([])
    await comes('viewers')
    const { body } = await ada.call('get', `/projects/${one}/members`).expect(200)
    expect(body.members.find(({ user_id }: { user_id: string }) => user_id === bob)).toMatchObject({
      roles: ['viewer'],
      inherited: true,
    })
  })

  it('in one organisation ends without the other', async () => {
    const bob = await comes('both', 'editors')
    expect(await membership(bob, looms)).toMatchObject({ role: 'admin', removed_at: null })
    await comes('editors')
    expect((await membership(bob, looms)).removed_at).toBeInstanceOf(Date)
    expect(await membership(bob)).toMatchObject({ roles: ['viewer', 'editor'], removed_at: null })
  })

  it('that people gave stays as it is, whatever the groups', async () => {
    const email = `${name}@example.com`
    const add = { email, role: 'member', roles: ['reviewer'], password: 'correct horse battery' }
    await ada.call('post', `/organisations/${engines}/members`).send(add).expect(201)
    const bob = await comes('owners')
    expect(await membership(bob)).toMatchObject({ role: 'member', roles: ['viewer', 'reviewer'] })
    await comes()
    expect(await membership(bob)).toMatchObject({ role: 'member', removed_at: null })
    expect(await formerly(bob)).toEqual(new Set())
  })

  it('and people took back is theirs no more: whoever adds the person again does so for good', async () => {
    const bob = await comes('editors')
    await ada.call('delete', `/organisations/${engines}/members/${bob}`).expect(204)
    const again = { email: `${name}@example.com`, role: 'member', roles: ['reviewer'] }
    await ada.call('post', `/organisations/${engines}/members`).send(again).expect(201)
    await comes()
    expect(await membership(bob)).toMatchObject({ roles: ['viewer', 'reviewer'], removed_at: null })
  })

  it('is given once where one person signs in twice at the same time', async () => {
    await comes('editors')
    const ids = await Promise.all([comes('editors', 'both'), comes('editors', 'both')])
    expect(new Set(ids).size).toBe(1)
    expect(await ctx.db('group_memberships').where({ user_id: ids[0] })).toHaveLength(2)
  })
})
