import { beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
beforeAll(async () => {
  ada = await firstAdmin(forge)
})

const make = (body: object) => ada.call('post', '/organisations').send(body)
const listed = async (): Promise<string[]> =>
  (await ada.call('get', '/organisations')).body.organisations.map(({ slug }: { slug: string }) => slug)

describe('an organisation’s slug', () => {
  it('is taken once where two ask for it at the same time, and the other owns nothing', async () => {
    const answers = await Promise.all([make({ name: 'Race', slug: 'race' }), make({ name: 'race!', slug: 'race' })])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.error.message).toBe('Another organisation has the slug race. Choose another one.')
    expect((await listed()).filter((slug) => slug === 'race')).toHaveLength(1)
    expect(await forge.ctx.db('memberships').where({ user_id: ada.id })).toHaveLength((await listed()).length)
  })

  it('is the next free one where nobody chose it, also where others ask at the same time', async () => {
    const answers = await Promise.all(['Twins', 'twins', 'twins!'].map((name) => make({ name }).expect(201)))
    expect(new Set(answers.map(({ body }) => body.slug))).toEqual(new Set(['twins', 'twins-2', 'twins-3']))
  })

  it('is chosen where a name makes none of its own', async () => {
    expect((await make({ name: '東京' }).expect(201)).body.slug).toBe('unnamed')
    expect((await make({ name: '大阪' }).expect(201)).body.slug).toBe('unnamed-2')
    expect((await make({ name: '大阪', slug: 'osaka' }).expect(201)).body).toMatchObject({
      name: '大阪',
      slug: 'osaka',
    })
  })

  it.each(['', '-a', 'a-', 'a--b', 'A', 'a_b', 'ü', 'a b', 'a'.repeat(65), '../a'])('is not %j', async (slug) => {
    const before = await listed()
    const refused = await make({ name: 'Wrong', slug })
    expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
    expect(refused.body.error.details.problems.map((problem: { path: string }) => problem.path)).toContain('slug')
    expect(await listed()).toEqual(before)
  })

  it('may have 64 characters', async () => {
    const slug = 'a'.repeat(64)
    expect((await make({ name: 'Long', slug }).expect(201)).body.slug).toBe(slug)
  })
})

describe('an organisation’s name', () => {
  it.each(['', ' \t\n', '\u200B\u200D\uFEFF', '\u202E\u2067', '\u00AD', 'a'.repeat(201)])(
    'is not %j, which nobody could see or read',
    async (name) => {
      const before = await listed()
      const refused = await make({ name })
      expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
      expect(refused.body.error.details.problems).toMatchObject([{ path: 'name' }])
      expect(await listed()).toEqual(before)
    },
  )

  it.each(['A', '?', '🦊', 'שלום', '\u202Eabc', '<script>', 'a'.repeat(200)])('may be %j', async (name) => {
    expect((await make({ name }).expect(201)).body.name).toBe(name)
  })
})

it('who made an organisation is in its audit trail, and belongs to it as its owner', async () => {
  const { body } = await make({ name: 'Trail' }).expect(201)
  const trail = await forge.ctx.db('audit_entries').where({ organisation_id: body.id })
  expect(trail).toMatchObject([{ action: 'organisation.created', actor_id: ada.id, target: body.id }])
  const members = await ada.call('get', `/organisations/${body.id}/members`).expect(200)
  expect(members.body.members).toMatchObject([{ user_id: ada.id, role: 'owner' }])
})
