import { AnvilError, type ErrorCode } from '@anvil/shared'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { askWaiver, SECRET } from '../../test/support/policed.js'
import { programOf } from '../../test/support/program.js'
import { notingRefusal } from './note-refusal.js'

let ahead = 0
const forge = testForge({ now: () => new Date(Date.now() + ahead) })
let office: Office
let viewer: Person
let set: PromptSetDesk
let digest: string
let since: number
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  viewer = await addPerson(forge, office.author, office.organisationId, { email: 'vic@example.com' })
  await forge.ctx.db('project_roles').insert({ project_id: office.projectId, user_id: viewer.id, roles: ['viewer'] })
})
beforeEach(async () => {
  set = await office.newSet(`Refused ${(count += 1)}`)
  await set.write(`f${count}.text`, 'x')
  await set.move({ status: 'REVIEW' }).expect(200)
  digest = (await set.draft()).content_digest
  since = (await forge.ctx.db('audit_entries').max('number AS last').first())?.last ?? 0
})

const written = () => forge.ctx.db('audit_entries').where('number', '>', since).orderBy('number')

describe.each<[string, (desk: PromptSetDesk, content_digest: string) => PromiseLike<{ status: number }>]>([
  ['an approval', (desk, content_digest) => desk.call('post', '/approvals').send({ content_digest })],
  [
    'an approval with comments',
    (desk, content_digest) =>
      desk
        .call('post', '/reviews/current/submissions')
        .send({ content_digest, verdict: 'approve', comments: [{ body: 'Fine' }] }),
  ],
])('%s that is refused', (_, approve) => {
  it('because it is of own work is in the trail, by whom and of what', async () => {
    expect((await approve(set, digest)).status).toBe(403)
    expect(await written()).toMatchObject([
      {
        action: 'approval.refused',
        actor_id: office.author.id,
        target: set.id,
        project_id: office.projectId,
        organisation_id: office.organisationId,
        means: 'session',
        details: { code: 'approval.own_work', prompt_set_id: set.id, content_digest: digest },
      },
    ])
  })

  it('because its giver may only read is in the trail', async () => {
    expect((await approve(set.as(viewer), digest)).status).toBe(403)
    expect(await written()).toMatchObject([
      { action: 'approval.refused', actor_id: viewer.id, details: { code: 'auth.forbidden' } },
    ])
  })

  it('because the draft says something else by now was overtaken, and is not in the trail', async () => {
    expect((await approve(set.as(office.reviewer), 'f'.repeat(64))).status).toBe(409)
    expect(await written()).toEqual([])
  })

  it('leaves no approval, no comment and no event behind', async () => {
    await approve(set, digest)
    expect(await forge.ctx.db('approvals').where({ prompt_set_id: set.id })).toEqual([])
    const { id } = await forge.ctx.db('reviews').where({ prompt_set_id: set.id }).first('id')
    expect(await forge.ctx.db('review_comments').where({ review_id: id })).toEqual([])
    expect(await forge.ctx.db('review_events').where({ review_id: id }).pluck('kind')).toEqual(['requested'])
  })
})

describe('a comment or a request for changes that is refused', () => {
  it.each(['comment', 'request_changes'])('is no attempt to reach production: %s', async (verdict) => {
    const said = { content_digest: digest, verdict, body: 'No' }
    ahead += 15 * 60 * 1000
    await set.as(viewer).call('post', '/reviews/current/submissions').send(said).expect(403)
    expect((await written()).map(({ action }) => action)).toEqual(['request.refused'])
  })
})

describe('what something refuses', () => {
  const actorOf = ({ id }: Person) =>
    ({ kind: 'user', id, requestId: crypto.randomUUID(), address: '127.0.0.1' }) as const
  const attempt = (projectId = office.projectId) =>
    ({ projectId, action: 'lock.refused', target: set.id, details: { prompt_set_id: set.id } }) as const
  const refuse = (code: ErrorCode, by: Person = office.author, projectId?: string) =>
    notingRefusal(forge.ctx, actorOf(by), attempt(projectId), () => Promise.reject(new AnvilError(code, 'No')))

  it.each<ErrorCode>([
    'auth.forbidden',
    'approval.own_work',
    'approval.missing',
    'publication.rule_refused',
    'prompt_set.never_locked',
    'prompt_set.not_lockable',
    'prompt_set.wrong_status',
    'environment.behind_fleet',
  ])('by rule is in the trail: %s', async (code) => {
    await expect(refuse(code)).rejects.toMatchObject({ code, message: 'No' })
    expect(await written()).toMatchObject([{ action: 'lock.refused', details: { code, prompt_set_id: set.id } }])
  })

  it.each<ErrorCode>(['request.invalid', 'review.not_found', 'prompt_set.draft_changed', 'auth.required'])(
    'because it was mistyped, is not there or was overtaken is not: %s',
    async (code) => {
      await expect(refuse(code)).rejects.toMatchObject({ code })
      expect(await written()).toEqual([])
    },
  )

  it('is told to nobody where it is no refusal, and nothing is told of what is done', async () => {
    const fault = new Error('The disk is full')
    const actor = actorOf(office.author)
    await expect(notingRefusal(forge.ctx, actor, attempt(), () => Promise.reject(fault))).rejects.toBe(fault)
    expect(await notingRefusal(forge.ctx, actor, attempt(), async () => 'done')).toBe('done')
    expect(await written()).toEqual([])
  })

  it('stays refused for the same reason where the trail can’t be told of it', async () => {
    await expect(refuse('auth.forbidden', office.author, crypto.randomUUID())).rejects.toMatchObject({
      code: 'auth.forbidden',
      message: 'No',
    })
    expect(await written()).toEqual([])
  })
})

describe('a change of the rules that is refused', () => {
  const QUARTER_HOUR = 15 * 60 * 1000
  const inProject = (path: string) => `/projects/${office.projectId}${path}`
  const waiver = { fingerprint: 'f'.repeat(64), reason: 'Why not', expires_at: '2100-01-01T00:00:00Z' }
  const NO_WAIVER = crypto.randomUUID()
  const production = () => inProject('/environments/production')
  beforeEach(() => {
    ahead += QUARTER_HOUR
  })

  it.each<
    [string, string, (by: Person) => PromiseLike<{ status: number }>, () => { target?: string; details: object }]
  >([
    [
      'the policy',
      'policy.change_refused',
      (by) =>
        by
          .call('put', inProject('/policy'))
          .set('If-Match', '*')
          .send({ format: 1, rules: { size: { level: 'warn' } } }),
      () => ({ target: office.projectId, details: { levels: { size: 'warn' } } }),
    ],
    [
      'an environment',
      'environment.change_refused',
      (by) => by.call('patch', production()).send({ required_approvals: 0, allowed_kinds: ['live'] }),
      () => ({ target: 'production', details: { required_approvals: 0, allowed_kinds: ['live'] } }),
    ],
    [
      'the project',
      'project.change_refused',
      (by) => by.call('patch', inProject('')).send({ required_approvals: 0, description: 'Never told' }),
      () => ({ target: office.projectId, details: { fields: ['description', 'required_approvals'] } }),
    ],
    [
      'what is asked to be waived',
      'waiver.ask_refused',
      (by) => set.as(by).call('post', '/waivers').send(waiver),
      () => ({ target: set.id, details: { prompt_set_id: set.id, fingerprint: waiver.fingerprint } }),
    ],
    [
      'what is waived',
      'waiver.give_refused',
      (by) => set.as(by).call('post', `/waivers/${NO_WAIVER}/give`),
      () => ({ target: NO_WAIVER, details: { prompt_set_id: set.id } }),
    ],
  ])(
    'because its maker may only read is in the trail once in a quarter of an hour: %s',
    async (_, action, change, told) => {
      for (let count = 0; count < 3; count += 1) expect((await change(viewer)).status).toBe(403)
      const { details, ...expected } = told()
      const entry = {
        ...expected,
        action,
        actor_id: viewer.id,
        project_id: office.projectId,
        details: { code: 'auth.forbidden', ...details },
      }
      expect(await written()).toMatchObject([entry])
      ahead += QUARTER_HOUR
      await change(viewer)
      expect(await written()).toMatchObject([entry, entry])
      expect(JSON.stringify(await written())).not.toContain('Never told')
    },
  )

  it('because a key may not is in the trail, and because it is of own work', async () => {
    const program = await programOf(forge, office.author, ['manage'])
    await program.call('patch', inProject('')).send({ required_approvals: 0 }).expect(403)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(`f${count}.text`, SECRET)
    const { body } = await (await askWaiver(set, { from: new Date(Date.now() + ahead) })).ask.expect(201)
    await set.call('post', `/waivers/${body.id}/give`).expect(403)
    expect((await written()).filter(({ action }) => action.endsWith('_refused'))).toMatchObject([
      { action: 'project.change_refused', means: 'api_key', details: { code: 'auth.forbidden' } },
      { action: 'waiver.give_refused', target: body.id, details: { code: 'waiver.own_work' } },
    ])
  })

  it('hides none of another thing, of another setting, or by a key of the same person', async () => {
    const change = (by: Person, path: string, body: object) => by.call('patch', inProject(path)).send(body).expect(403)
    const program = await programOf(forge, viewer, ['manage'])
    since = (await forge.ctx.db('audit_entries').max('number AS last').first())?.last
    for (let times = 0; times < 2; times += 1) {
      await change(viewer, '/environments/development', { required_approvals: 0 })
      await change(viewer, '/environments/production', { required_approvals: 0 })
      await change(viewer, '', { description: 'x' })
      await change(viewer, '', { required_approvals: 0 })
      await change(program, '', { required_approvals: 0 })
    }
    expect((await written()).map(({ means, target, details }) => [means, target, details.fields])).toEqual([
      ['session', 'development', undefined],
      ['session', 'production', undefined],
      ['session', office.projectId, ['description']],
      ['session', office.projectId, ['required_approvals']],
      ['api_key', office.projectId, ['required_approvals']],
    ])
  })

  it('is not in the trail where it is only mistyped, was overtaken or is not there', async () => {
    await office.author.call('patch', production()).send({ allowed_kinds: [] }).expect(400)
    await office.author.call('patch', inProject('/environments/nowhere')).send({ name: 'x' }).expect(404)
    await office.author.call('put', inProject('/policy')).set('If-Match', '"99"').send({ format: 1 }).expect(412)
    await set
      .call('post', '/waivers')
      .send({ ...waiver, expires_at: '2026-01-01T00:00:00Z' })
      .expect(409)
    expect(await written()).toEqual([])
  })
})
