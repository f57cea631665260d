import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, newProject, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { openIssuer, CLIENT_ID, signInAtIssuer, type TestIssuer } from '../../test/support/oidc-issuer.js'
import { type RunningForge, runningForge } from '../../test/support/running-forge.js'

const PUBLIC = 'http://anvil.test'
const BACK = `${PUBLIC}/sign-in/oidc/callback`
let issuer: TestIssuer
let forge: RunningForge
let ada: Person
let home: string
beforeAll(async () => {
  issuer = await openIssuer([BACK])
  forge = await runningForge(
    {},
    {
      ANVIL_PUBLIC_URL: PUBLIC,
      ANVIL_OIDC_ISSUER: issuer.url,
      ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
      ANVIL_OIDC_CLIENT_SECRET: issuer.clientSecret,
    },
  )
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
})
afterAll(async () => {
  await forge.close()
  await issuer.close()
})

const post = (path: string, body: object = {}) => request(forge.app).post(`/api/v1${path}`).send(body)
/** Signs in at the issuer under a name, and comes back. */
async function comes(name: string): Promise<Person> {
  const { authorization_url, secret } = (await post('/sessions/oidc').expect(201)).body
  const back = await signInAtIssuer(authorization_url, name)
  const { body } = await post('/sessions/oidc/callback', { secret, query: back.search.slice(1) }).expect(201)
  return signedIn(forge, body)
}
const know = (name: string, email: string) => issuer.people.set(name, { email, email_verified: true, name })
const codeOf = async (call: ReturnType<Person['call']>) => {
  const { status, body } = await call
  return status < 300 ? status : body.error.code
}
/** A program that asks with a key of somebody's. */
async function program(owner: Person, more: object = {}): Promise<Person> {
  const { body } = await owner
    .call('post', '/api-keys')
    .send({ name: 'CI', scopes: [], ...more })
    .expect(201)
  return signedIn(forge, { token: body.value, user: owner })
}

describe('an account whose address an issuer verifies for the first time', () => {
  it('is opened by nothing that whoever made it holds: no password, session or API key', async () => {
    const holder = await addPerson(forge, ada, home, { email: 'eve@example.com' })
    const { id: project_id } = await newProject(ada, home)
    const keys = [await program(holder), await program(holder, { project_id })]
    know('eve', 'EVE@example.com')
    const eve = await comes('eve')
    expect(eve.id).toBe(holder.id)
    expect(await codeOf(holder.call('get', '/organisations'))).toBe('auth.session_ended')
    for (const key of keys) expect(await codeOf(key.call('get', '/organisations'))).toBe('api_key.invalid')
    expect((await post('/sessions', { email: holder.email, password: PASSWORD })).body.error.code).toBe(
      'auth.wrong_credentials',
    )
    expect(await codeOf(eve.call('get', `/organisations/${home}`))).toBe(200)
  })

  it('has all of that in the trail of its organisation', async () => {
    const trail = await forge.ctx.db('audit_entries').where({ organisation_id: home, actor_id: 'oidc' })
    expect(trail.map(({ action, details }) => [action, details])).toEqual(
      expect.arrayContaining([
        ['api_key.revoked', { name: 'CI' }],
        ['identity.linked', { issuer: issuer.url, password_removed: true, sessions_ended: 1, api_keys_revoked: 2 }],
      ]),
    )
    expect(trail.filter(({ action }) => action === 'api_key.revoked')).toHaveLength(2)
  })

  it('loses nothing by the next sign-in, nor by a second name at the issuer', async () => {
    const eve = await comes('eve')
    const key = await program(eve)
    know('eve-again', 'eve@example.com')
    expect((await comes('eve-again')).id).toBe(eve.id)
    expect(await codeOf(eve.call('get', '/organisations'))).toBe(200)
    expect(await codeOf(key.call('get', '/organisations'))).toBe(200)
    const linked = await forge.ctx.db('audit_entries').where({ action: 'identity.linked' }).orderBy('number')
    expect(linked.map(({ details }) => details)).toEqual([
      expect.objectContaining({ password_removed: true }),
      { issuer: issuer.url },
    ])
  })
})

describe('an organisation that made the account of somebody whom an issuer knows', () => {
  const trailOf = async (who: Person, organisation_id: string | null) => {
    const entries = forge.ctx.db('audit_entries').where({ organisation_id }).orderBy('number')
    return entries.whereRaw('(actor_id = :id OR target = :id)', { id: who.id })
  }
  const actionsOf = async (who: Person, organisation: string | null) =>
    (await trailOf(who, organisation)).map(({ action }) => action)

  it('is told that the account was linked, not from where, and nothing of its sign-ins until they act there', async () => {
    const holder = await addPerson(forge, ada, home, { email: 'finn@example.com' })
    const before = await actionsOf(holder, home)
    know('finn', 'finn@example.com')
    const finn = await comes('finn')
    await finn.call('get', `/organisations/${home}`).expect(200)
    await finn.call('delete', '/sessions/current').expect(204)
    await comes('finn')
    expect(await actionsOf(finn, home)).toEqual([...before, 'identity.linked'])
    expect((await trailOf(finn, home)).at(-1)).toMatchObject({ action: 'identity.linked', address: null })
    expect(await actionsOf(finn, null)).toEqual(expect.arrayContaining(['session.started', 'session.ended']))

    const again = await comes('finn')
    const { id } = await newProject(ada, home, 'Of Finn')
    await again.call('post', `/projects/${id}/prompt-sets`).send({ name: 'Finn' }).expect(201)
    await comes('finn')
    expect((await actionsOf(finn, home)).slice(-2)).toEqual(['prompt_set.created', 'session.started'])
  })

  it('is told of what becomes of the account all the same, which is no work there', async () => {
    const holder = await addPerson(forge, ada, home, { email: 'hana@example.com' })
    const before = await actionsOf(holder, home)
    know('hana', 'hana@example.com')
    const hana = await comes('hana')
    await hana.call('patch', '/account').send({ name: 'Hana B.' }).expect(200)
    const told = await forge.ctx.db('audit_entries').where({ organisation_id: home, actor_id: hana.id })
    const { body } = await hana
      .call('post', '/api-keys')
      .send({ name: 'CI', scopes: ['publish'] })
      .expect(201)
    await hana.call('delete', `/api-keys/${body.api_key.id}`).expect(204)
    await hana.call('put', '/account/password').send({ current_password: 'x'.repeat(12), new_password: 'y'.repeat(12) })
    await comes('hana')
    expect(told.at(-1)).toMatchObject({ action: 'account.renamed' })
    const more = ['identity.linked', 'account.renamed', 'api_key.made', 'api_key.revoked', 'password.refused']
    expect(await actionsOf(hana, home)).toEqual([...before, ...more])
  })

  it('learns no more by taking them into another one of its own, and all once they join by an invitation', async () => {
    await addPerson(forge, ada, home, { email: 'gwen@example.com' })
    know('gwen', 'gwen@example.com')
    const gwen = await comes('gwen')
    const second = (await ada.call('post', '/organisations').send({ name: 'Second' }).expect(201)).body.id
    await ada.call('post', `/organisations/${second}/members`).send({ email: 'gwen@example.com' }).expect(201)
    const third = (await ada.call('post', '/organisations').send({ name: 'Third' }).expect(201)).body.id
    const invited = await ada.call('post', `/organisations/${third}/invitations`).send({ email: 'gwen@example.com' })
    await gwen.call('post', '/invitations/accept').send({ secret: invited.body.secret }).expect(201)
    await comes('gwen')
    expect(await actionsOf(gwen, second)).toEqual(['member.added'])
    expect(await actionsOf(gwen, third)).toEqual(['member.joined', 'session.started'])
  })
})
