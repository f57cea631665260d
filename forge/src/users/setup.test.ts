import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { issueSetupCode } from './setup-service.js'

const forge = testForge()
const account = { email: 'ada@example.com', password: 'correct horse battery', organisation: { name: 'Engines' } }
const setUp = (body: object) => request(forge.app).post('/api/v1/setup').send(body)
const newCode = async (): Promise<string> => (await issueSetupCode(forge.ctx)) ?? expect.fail('No code was issued')
const TABLES = ['users', 'organisations', 'memberships', 'sessions']
const made = (): Promise<number[]> => Promise.all(TABLES.map(async (table) => (await forge.ctx.db(table)).length))
const kept = () => forge.ctx.db('forge_settings').where({ name: 'setup_code_sha256' })

describe('the first start', () => {
  it('takes no code where none was issued', async () => {
    for (const code of ['', 'x'.repeat(10_000), 'null'])
      expect((await setUp({ ...account, code })).body.error.code).toBe('setup.wrong_code')
    expect(await made()).toEqual([0, 0, 0, 0])
  })

  it('takes the newest code only, and it is kept nowhere as it is', async () => {
    const [old, code] = [await newCode(), await newCode()]
    const refused = await setUp({ ...account, code: old })
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      "This is not the setup code. It stands in FORGE's log since its last start.",
    ])
    expect(JSON.stringify(await kept())).not.toContain(code)
    expect(await made()).toEqual([0, 0, 0, 0])
  })

  it.each([
    ['password', { password: 'elevenchars' }],
    ['email', { email: 'ada' }],
    ['organisation.name', { organisation: { name: ' ' } }],
    ['organisation.slug', { organisation: { name: 'x', slug: 'X' } }],
    ['name', { name: '' }],
  ])('keeps the code for another try where the %s is wrong', async (field, change) => {
    const code = await newCode()
    const before = await kept()
    const refused = await setUp({ ...account, code, ...change })
    const problems: { path: string }[] = refused.body.error.details.problems
    expect([refused.status, problems.map(({ path }) => path)]).toEqual([400, [field]])
    expect([await made(), await kept()]).toEqual([[0, 0, 0, 0], before])
  })

  it('lets one of two in who come with the code at the same time, on the record without any secret', async () => {
    const code = await newCode()
    const answers = await Promise.all([
      setUp({ ...account, code, name: ' Ada 🜂 ' }),
      setUp({ ...account, code, name: ' Ada 🜂 ', email: 'eve@example.com' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const late = answers.find(({ status }) => status === 409)
    expect(late?.body.error).toMatchObject({
      code: 'setup.already_done',
      message: 'This FORGE has its first admin already. Sign in instead.',
    })
    expect([await made(), await kept()]).toEqual([[1, 1, 1, 1], []])
    const { body } = answers.find(({ status }) => status === 201) ?? expect.fail('Nobody came in')
    expect(body).toMatchObject({ user: { name: 'Ada 🜂' }, organisation: { slug: 'engines' } })
    const list = await request(forge.app).get('/api/v1/organisations').set('Authorization', `bearer  ${body.token}`)
    expect(list.body.organisations).toMatchObject([{ id: body.organisation.id, role: 'owner' }])
    const trail = await forge.ctx.db('audit_entries').where({ organisation_id: body.organisation.id })
    expect(trail).toMatchObject([
      { action: 'setup.done', actor_kind: 'system', means: 'anonymous', target: body.user.id },
      { action: 'session.started', actor_kind: 'user', target: body.user.id },
    ])
    for (const secret of [code, account.password, body.token]) expect(JSON.stringify(trail)).not.toContain(secret)
  })
})
