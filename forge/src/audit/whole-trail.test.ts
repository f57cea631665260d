import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { accessToken, publication } from '../../test/support/release.js'
import { upsertInstances } from '../live/instance-store.js'
import { noteAcks } from '../live/delivery-store.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let version: string
let newcomer: Person
beforeAll(async () => {
  office = await openOffice(forge)
  set = await office.newSet('Onboarding')
  await set.write('welcome', 'Hello {{name}}')
  ;({ version } = await lock(set, office.reviewer))
  const member = { email: 'new@example.com', role: 'member', roles: ['viewer'], password: PASSWORD }
  await office.author.call('post', `/organisations/${office.organisationId}/members`).send(member).expect(201)
  newcomer = signedIn(forge, (await signIn(member.email, PASSWORD).expect(201)).body)
})

/** The entries since some work began, oldest first. */
async function written(work: () => Promise<unknown>) {
  const newest = (await forge.ctx.db('audit_entries').max('number as number').first())?.number
  await work()
  return forge.ctx.db('audit_entries').where('number', '>', newest).orderBy('number')
}
const signIn = (email: string, password: string) =>
  request(forge.app).post('/api/v1/sessions').set('User-Agent', 'curl/8').send({ email, password })

describe('who signs in and out', () => {
  it('is in the trail of their organisation, with where they came from', async () => {
    const entries = await written(async () => {
      const { body } = await signIn(newcomer.email, PASSWORD).expect(201)
      const end = request(forge.app).delete('/api/v1/sessions/current')
      await end.set('Authorization', `Bearer ${body.token}`).expect(204)
    })
    const who = { actor_kind: 'user', actor_id: newcomer.id, organisation_id: office.organisationId, means: 'session' }
    expect(entries).toMatchObject([
      { ...who, action: 'session.started', target: newcomer.id, request_id: expect.any(String) },
      { ...who, action: 'session.ended', address: expect.stringMatching(/127\.0\.0\.1|::1/) },
    ])
    expect(entries[0].details.session_id).toBe(entries[1].target)
  })

  it('is there too where it failed: under the account, or as unknown, and never with what was typed', async () => {
    const entries = await written(async () => {
      await signIn(newcomer.email, 'a wrong long password').expect(401)
      await signIn('nobody@example.com', 'a wrong long password').expect(401)
    })
    const failed = { action: 'session.refused', actor_kind: 'system', actor_id: 'sign-in', means: 'anonymous' }
    expect(entries).toMatchObject([
      { ...failed, target: newcomer.id, organisation_id: office.organisationId, request_id: expect.any(String) },
      { ...failed, target: 'unknown', organisation_id: null, address: expect.any(String) },
    ])
    expect(JSON.stringify(entries)).not.toMatch(/nobody@|wrong long/)
  })
})

describe('what is refused on its way to production', () => {
  const publish = (by: Person, body: object) => publication(by, office.projectId, { kind: 'publish', ...body })

  it('is in the trail with who tried it and why it was refused', async () => {
    const entries = await written(async () => {
      await publish(newcomer, { sets: [{ prompt_set_id: set.id, version }] }).expect(403)
      await set.move({ status: 'LIVE' }).expect(200)
      await set.write('welcome', 'Changed')
      const { content_digest } = await set.draft()
      await set.move({ status: 'LOCKED', content_digest }).expect(409)
      await set.move({ status: 'REVIEW' }).expect(200)
      await set.move({ status: 'LOCKED', content_digest: (await set.draft()).content_digest }).expect(409)
    })
    const refused = entries.filter(({ action }) => action.endsWith('.refused'))
    expect(refused).toMatchObject([
      {
        action: 'publication.refused',
        actor_id: newcomer.id,
        target: 'production',
        details: { code: 'auth.forbidden' },
      },
      {
        action: 'lock.refused',
        actor_id: office.author.id,
        target: set.id,
        details: { code: 'prompt_set.wrong_status' },
      },
      { action: 'lock.refused', target: set.id, details: { code: 'approval.missing' } },
    ])
    expect(refused.every(({ organisation_id }) => organisation_id === office.organisationId)).toBe(true)
  })

  it('is not where a request was mistyped, named nothing, or was overtaken', async () => {
    const entries = await written(async () => {
      await publish(office.author, { sets: [] }).expect(400)
      await publish(office.author, { sets: [{ prompt_set_id: set.id, version }], expected_sequence: 99 }).expect(409)
      await publish(office.author, { sets: [{ prompt_set_id: set.id, version: '9.9.9' }] }).expect(404)
    })
    expect(entries).toEqual([])
  })
})

describe('a change', () => {
  it('is told with what was there before; texts by their digests', async () => {
    const project = `/projects/${office.projectId}`
    const entries = await written(async () => {
      await office.author.call('patch', project).send({ required_approvals: 2 }).expect(200)
      await office.author.call('patch', `${project}/environments/staging`).send({ name: 'Rehearsal' }).expect(200)
      await set.write('welcome', 'Changed again')
    })
    expect(entries.map(({ action, details }) => [action, details])).toMatchObject([
      ['project.changed', { required_approvals: 2, before: { required_approvals: 1 } }],
      ['environment.changed', { name: 'Rehearsal', before: { name: 'Staging' } }],
      ['prompt.changed', { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    ])
    const { sha256, before } = entries[2].details
    expect(before.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(before.sha256).not.toBe(sha256)
    expect(JSON.stringify(entries)).not.toContain('Changed again')
  })
})

describe('what instances do', () => {
  it('is told at their first contact and when a delivery ends, not each time they are heard', async () => {
    const { db } = forge.ctx
    const { access_token } = await accessToken(office.author, office.projectId)
    const [{ id: environment_id, project_id }] = await db('environments').where({
      project_id: office.projectId,
      slug: 'production',
    })
    const key = { environment_id, id: 'shop-1' }
    const instance = { id: 'shop-1', app: 'shop', host: 'h', pid: 1, sdk: '1', runtime: 'node' }
    const handshake = {
      protocol: 1,
      instance,
      mode: 'accepting',
      trust: 'pinned',
      insecure: false,
      have: null,
    } as const
    const seen = {
      key,
      project_id,
      access_token_id: access_token.id,
      address: '10.0.0.1',
      by_socket: true,
      seen_at: new Date(),
      handshake,
    }
    const [{ id: publication_id, epoch, sequence }] = await db('publications').where({ environment_id })
    const ack = { environment_id, instance_id: 'shop-1', epoch, sequence, took_ms: 3 }
    const entries = await written(async () => {
      for (let times = 0; times < 2; times++) await upsertInstances(db, [seen], new Date())
      const at = new Date()
      const delivery = {
        publication_id,
        project_id,
        environment_id,
        instance_id: 'shop-1',
        connected: true,
        state: 'sent',
      }
      await db('deliveries').insert({ ...delivery, created_at: at, updated_at: at })
      await noteAcks(db, [{ ...ack, result: 'rejected', code: 'manifest.expired' }], at)
      for (let times = 0; times < 2; times++) await noteAcks(db, [{ ...ack, result: 'applied' }], at)
    })
    const said = {
      organisation_id: office.organisationId,
      actor_kind: 'system',
      actor_id: 'fleet',
      means: 'access_token',
    }
    const details = { environment: 'production', count: 1, instances: ['shop-1'] }
    expect(entries).toMatchObject([
      { ...said, action: 'instance.met', target: 'production', details },
      {
        ...said,
        action: 'delivery.rejected',
        target: publication_id,
        details: { ...details, codes: ['manifest.expired'] },
      },
      { ...said, action: 'delivery.applied', target: publication_id, details: { ...details, codes: [] } },
    ])
  })
})
