import type { AuditEntry, AuditPage } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { accessToken, release } from '../../test/support/release.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk

beforeAll(async () => {
  office = await openOffice(forge)
  set = await office.newSet('Onboarding')
  await set.write('welcome', 'Hello {{name}}')
  const { version } = await lock(set, office.reviewer)
  await release(office.author, office.projectId, { prompt_set_id: set.id, version })
  await accessToken(office.author, office.projectId)
})

async function read(query: Record<string, string> = {}): Promise<AuditPage> {
  const path = `/projects/${office.projectId}/audit`
  return (await office.author.call('get', path).query(query).expect(200)).body
}

const actionsOf = (entries: readonly AuditEntry[]) => entries.map(({ action }) => action)

describe('the audit trail of a project', () => {
  it('tells what was done, by whom, of what, in which request, newest first', async () => {
    const { entries, next } = await read()
    expect(next).toBeNull()
    expect(actionsOf(entries)).toEqual([
      'access_token.issued',
      'publication.publish',
      'prompt_set.locked',
      'version.made',
      'approval.given',
      'review.requested',
      'prompt.created',
      'prompt_set.created',
      'project.created',
    ])
    const approval = entries[4]
    expect(approval).toMatchObject({
      actor: { kind: 'user', id: office.reviewer.id, name: expect.stringMatching(/./) },
      target: set.id,
      details: { content_digest: expect.stringMatching(/^[0-9a-f]{64}$|^sha256/) },
    })
    expect([approval?.means, approval?.address]).toEqual(['session', expect.stringMatching(/127\.0\.0\.1|::1/)])
    expect(approval?.request_id).toMatch(/./)
    expect(entries.map(({ number }) => number)).toEqual(entries.map(({ number }) => number).sort((a, b) => b - a))
    expect(new Date(approval?.created_at ?? '').getTime()).toBeGreaterThan(0)
  })

  it('is read by area and by person', async () => {
    expect(actionsOf((await read({ area: 'reviews' })).entries)).toEqual(['approval.given', 'review.requested'])
    expect(actionsOf((await read({ area: 'tokens' })).entries)).toEqual(['access_token.issued'])
    expect(actionsOf((await read({ area: 'project' })).entries)).toEqual(['project.created'])
    expect(actionsOf((await read({ area: 'versions' })).entries)).toEqual(['version.made'])
    expect(actionsOf((await read({ area: 'publications' })).entries)).toEqual(['publication.publish'])
    expect(actionsOf((await read({ area: 'prompts' })).entries)).toEqual([
      'prompt_set.locked',
      'prompt.created',
      'prompt_set.created',
    ])
    expect(actionsOf((await read({ user_id: office.reviewer.id })).entries)).toEqual(['approval.given'])
    expect(actionsOf((await read({ user_id: office.reviewer.id, area: 'tokens' })).entries)).toEqual([])
  })

  it('is read by page, to its end', async () => {
    const all = (await read()).entries
    const first = await read({ limit: '4' })
    expect(first.entries).toEqual(all.slice(0, 4))
    const rest = await read({ limit: '200', before: String(first.next) })
    expect([rest.entries, rest.next]).toEqual([all.slice(4), null])
    const exact = await read({ limit: String(all.length) })
    expect(exact.next).toBeNull()
  })

  it('is narrowed by action, target and time', async () => {
    expect(actionsOf((await read({ action: 'approval.given' })).entries)).toEqual(['approval.given'])
    expect((await read({ target: set.id, action: 'prompt_set.locked' })).entries).toHaveLength(1)
    const all = (await read()).entries
    const { created_at = '' } = all[3] ?? {}
    const [since, until] = [(await read({ from: created_at })).entries, (await read({ to: created_at })).entries]
    expect(since).toEqual(all.filter((entry) => entry.created_at >= created_at))
    expect(until).toEqual(all.filter((entry) => entry.created_at <= created_at))
  })

  it('has an address for each entry, which says its place in the chain once it is sealed', async () => {
    const [newest] = (await read({ limit: '1' })).entries
    const of = (trail: string, number: unknown) => office.author.call('get', `${trail}/audit/${String(number)}`)
    const organisation = `/organisations/${office.organisationId}`
    expect(newest?.seal).toBeNull()
    await forge.ctx.trail.checkpoint()
    for (const trail of [`/projects/${office.projectId}`, organisation])
      expect((await of(trail, newest?.number).expect(200)).body).toEqual({
        ...newest,
        seal: { seq: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      })
    expect((await of(organisation, 1).expect(404)).body.error.code).toBe('audit_entry.not_found')
    expect((await of(organisation, 'newest').expect(400)).body.error.code).toBe('request.invalid')
  })

  it('is refused what it does not know', async () => {
    for (const query of [
      { area: 'weather' },
      { from: 'yesterday' },
      { action: '' },
      { user_id: 'ada' },
      { before: '0' },
      { limit: '201' },
    ]) {
      const { status, body } = await office.author.call('get', `/projects/${office.projectId}/audit`).query(query)
      expect([status, body.error.code]).toEqual([400, 'request.invalid'])
    }
  })
})

describe('the audit trail of an organisation', () => {
  const organisation = () => `/organisations/${office.organisationId}/audit`

  it('has what is of no project beside what is of its projects', async () => {
    const { entries } = (await office.author.call('get', organisation()).query({ limit: 200 }).expect(200)).body
    const ofProjects = (await read({ limit: '200' })).entries
    expect(actionsOf(entries)).toEqual(expect.arrayContaining(['setup.done', 'member.added', 'session.started']))
    expect(entries.filter(({ project_id }: AuditEntry) => project_id !== null)).toEqual(ofProjects)
  })

  it('says how far it is sealed and signed, and is to be had as a file up to that very wish', async () => {
    const exported = await office.author.call('get', `${organisation()}/export`).expect(200)
    expect(exported.headers).toMatchObject({
      'content-type': expect.stringContaining('application/jsonl'),
      'content-disposition': 'attachment; filename=anvil-audit.jsonl',
    })
    const lines = String(exported.body instanceof Buffer ? exported.body : exported.text)
      .trim()
      .split('\n')
    const last = JSON.parse(lines.at(-2) ?? '')
    expect(last).toMatchObject({ action: 'audit.exported', actor: { id: office.author.id }, means: 'session' })
    const { body } = await office.author.call('get', `${organisation()}/chain`).expect(200)
    expect(body).toEqual({
      chain: office.organisationId,
      sealed: { seq: last.seq, hash: last.hash },
      signed: { seq: last.seq, at: expect.any(String) },
    })
  })

  it('is for its admins', async () => {
    for (const path of ['', '/chain', '/export', '/1']) {
      const { body } = await office.reviewer.call('get', `${organisation()}${path}`).expect(403)
      expect(body.error.code).toBe('auth.forbidden')
    }
  })
})
