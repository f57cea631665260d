import type { MemberApiKey } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { newPromptSet } from '../../test/support/content.js'
import { addPerson, codeOf, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { programOf } from '../../test/support/program.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => (now = new Date(now.getTime() + 1)) })
let ada: Person
let bob: Person
let home: string
let elsewhere: string
let projectId: string
let theirProject: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
  projectId = (await newProject(ada, home)).id
  elsewhere = (await bob.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)).body.id
  theirProject = (await newProject(bob, elsewhere, 'Theirs')).id
})

const keysOf = (organisationId: string) => `/organisations/${organisationId}/api-keys`
async function list(by: Person, query = '', organisationId = home): Promise<MemberApiKey[]> {
  return (await by.call('get', `${keysOf(organisationId)}${query}`).expect(200)).body.api_keys
}
const bar = (by: Person, keyId: string, organisationId = home) =>
  codeOf(by.call('delete', `${keysOf(organisationId)}/${keyId}`))

describe('the API keys of members', () => {
  it('are listed for admins while they open something there, newest first, page by page, without their values', async () => {
    const [all, one] = [
      await programOf(forge, bob, ['draft']),
      await programOf(forge, ada, [], { project_id: projectId }),
    ]
    const foreign = await programOf(forge, bob, [], { project_id: theirProject })
    const ended = await programOf(forge, bob, [])
    await bob.call('delete', `/api-keys/${ended.keyId}`).expect(204)
    await programOf(forge, bob, [], { expires_at: new Date(now.getTime() + 1_000).toISOString() })
    now = new Date(now.getTime() + 2_000)
    await all.call('get', `/projects/${projectId}`).expect(200)
    const { body: page } = await ada.call('get', `${keysOf(home)}?limit=1`).expect(200)
    expect(page.api_keys).toMatchObject([{ id: one.keyId, owner: { id: ada.id }, project_id: projectId }])
    const { body: rest } = await ada.call('get', `${keysOf(home)}?limit=1&cursor=${page.next_cursor}`).expect(200)
    expect(rest).toMatchObject({
      api_keys: [{ id: all.keyId, name: 'CI', scopes: ['draft'], project_id: null, owner: { id: bob.id } }],
      next_cursor: null,
    })
    expect(rest.api_keys[0].last_used_at).toMatch(/^2026-06-01/)
    expect((await list(bob, '', elsewhere)).map(({ id }) => id)).toEqual([foreign.keyId, all.keyId])
    expect(JSON.stringify([page, rest])).not.toMatch(/secret|anvk_/)
    for (const [who, code] of [
      [bob, 'auth.forbidden'],
      [await programOf(forge, ada, ['manage']), 'auth.forbidden'],
      [await addPerson(forge, bob, elsewhere, { email: 'eve@example.com' }), 'organisation.not_found'],
    ] as const) {
      expect(await codeOf(who.call('get', keysOf(home)))).toBe(code)
      expect(await bar(who, all.keyId)).toBe(code)
    }
  })

  it('open nothing of an organisation whose admin revoked them, all that they did in others, and their owner sees it', async () => {
    const key = await programOf(forge, bob, ['draft'])
    const set = await newPromptSet(ada, projectId, 'barred')
    await set.write('barred.first', 'Hello')
    await set.move({ status: 'REVIEW' }).expect(200)
    const waiting = async () => (await key.call('get', '/reviews?waiting=me').expect(200)).body.reviews
    expect(await waiting()).toHaveLength(1)
    expect(await bar(ada, key.keyId)).toBe(204)
    expect(await waiting()).toEqual([])
    expect(await bar(ada, key.keyId)).toBe('api_key.not_found')
    for (const path of [home, `${home}/members`, `${home}/projects`])
      expect(await codeOf(key.call('get', `/organisations/${path}`))).toBe('organisation.not_found')
    const refused = await key.call('get', `/projects/${projectId}`).expect(404)
    expect(refused.body.error.message).toContain('Or an admin of it revoked this API key there')
    const write = set.as(key).call('put', '/prompts/barred.text').set('If-None-Match', '*')
    expect(await codeOf(write.send({ kind: 'text', template: 'Hello' }))).toBe('project.not_found')
    expect((await key.call('get', '/organisations').expect(200)).body.organisations).toMatchObject([{ id: elsewhere }])
    expect(await codeOf(key.call('get', `/projects/${theirProject}`))).toBe(200)
    expect(await codeOf(bob.call('get', `/projects/${projectId}`))).toBe(200)
    expect((await list(ada)).map(({ id }) => id)).not.toContain(key.keyId)
    const own = (await bob.call('get', '/api-keys').expect(200)).body.api_keys
    expect(own.find(({ id }: { id: string }) => id === key.keyId)).toMatchObject({
      revoked_at: null,
      revoked_in: [{ id: home }],
    })
    const told = await forge.ctx.db('audit_entries').where({ target: key.keyId, action: 'api_key.barred' })
    expect(told).toMatchObject([{ organisation_id: home, actor_id: ada.id, details: { name: 'CI', owner: bob.id } }])
  })

  it('stay revoked there when their owner leaves and comes back, and are no admin’s of another organisation', async () => {
    const key = await programOf(forge, bob, [])
    const hers = await programOf(forge, ada, [])
    expect(await bar(bob, hers.keyId, elsewhere)).toBe('api_key.not_found')
    expect(await bar(ada, (await programOf(forge, bob, [], { project_id: theirProject })).keyId)).toBe(
      'api_key.not_found',
    )
    expect(await bar(ada, key.keyId)).toBe(204)
    const member = `/organisations/${home}/members`
    await ada.call('delete', `${member}/${bob.id}`).expect(204)
    expect((await list(ada)).filter(({ owner }) => owner.id === bob.id)).toEqual([])
    const { body } = await ada.call('post', `/organisations/${home}/invitations`).send({ email: bob.email }).expect(201)
    await bob.call('post', '/invitations/accept').send({ secret: body.secret }).expect(201)
    expect(await codeOf(key.call('get', `/projects/${projectId}`))).toBe('project.not_found')
    expect(await codeOf((await programOf(forge, bob, [])).call('get', `/projects/${projectId}`))).toBe(200)
  })

  it('are shut out by the database itself, whatever a request asks it', async () => {
    const key = await programOf(forge, bob, [])
    const asks = () =>
      forge.ctx.asActor({ kind: 'user', id: bob.id, apiKey: { id: key.keyId } }, async (trx) => [
        await trx('memberships').pluck('organisation_id'),
        await trx('projects').pluck('id'),
      ])
    expect((await asks()).map((ids) => ids.length)).toEqual([2, 2])
    expect(await bar(ada, key.keyId)).toBe(204)
    expect((await asks())[0]).toEqual([elsewhere])
    expect((await asks())[1]).toEqual([theirProject])
  })
})
