import type { Waiver } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { askWaiver, findingsOf, SECRET, waive } from '../../test/support/policed.js'

const HOUR = 60 * 60 * 1000
let ahead = 0
const now = (): Date => new Date(Date.now() + ahead)
const forge = testForge({ now })
let office: Office
let third: Person
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  third = await addPerson(forge, office.author, office.organisationId, { email: 'third@example.com' })
})

/** A new draft with a secret in it. */
async function fresh(): Promise<PromptSetDesk> {
  count += 1
  set = await office.newSet(`Set ${count}`)
  await set.write(`s${count}.a`, SECRET)
  return set
}

const requested = async (desk: PromptSetDesk): Promise<Waiver> =>
  (await (await askWaiver(desk, { from: now() })).ask.expect(201)).body
const give = (by: Person, { id }: Pick<Waiver, 'id'>) => set.as(by).call('post', `/waivers/${id}/give`)
const end = (by: Person, { id }: Pick<Waiver, 'id'>) => set.as(by).call('post', `/waivers/${id}/end`)
const reviewStatus = async () => (await set.move({ status: 'REVIEW' })).status

describe('a waiver', () => {
  it('is nothing until a reviewer gives it, and lets through from then on', async () => {
    const waiver = await requested(await fresh())
    expect(waiver).toMatchObject({
      state: 'waiting',
      rule: 'secrets',
      given_by: null,
      requested_by: { id: office.author.id },
    })
    expect(await reviewStatus()).toBe(422)
    const given = (await give(office.reviewer, waiver).expect(200)).body
    expect(given).toMatchObject({ state: 'given', own_work: false, given_by: { id: office.reviewer.id } })
    expect(await findingsOf(set)).toMatchObject([{ blocks: false, waiver: { id: waiver.id, state: 'given' } }])
    expect((await set.call('get', `/prompts/s${count}.a`)).body.problems).toMatchObject([{ severity: 'warning' }])
    expect(await reviewStatus()).toBe(200)
  })

  it('is given by nobody who asked for it, or who wrote the text', async () => {
    await fresh()
    const waiver = await requested(set.as(third))
    for (const person of [third, office.author]) {
      expect((await give(person, waiver).expect(403)).body.error.code).toBe('waiver.own_work')
    }
    await give(office.reviewer, waiver).expect(200)
    expect((await give(office.reviewer, waiver).expect(409)).body.error.code).toBe('waiver.ended')
  })

  it('ends when it expires, at review and at lock', async () => {
    await fresh()
    await waive(set, office.reviewer, { hours: 2, from: now() })
    expect(await reviewStatus()).toBe(200)
    await set.as(office.reviewer).approve()
    const { content_digest } = await set.draft()
    ahead += 2 * HOUR
    const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(422)
    expect([body.error.code, body.error.details.findings[0].waiver]).toEqual(['policy.blocked', 'expired'])
    expect(body.error.message).toContain('Its waiver has expired')
    const { blocked_by, findings } = await set.draft()
    expect(blocked_by).toHaveLength(1)
    expect(findings[0]?.waiver?.state).toBe('expired')
    await waive(set, office.reviewer, { from: now() })
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
  })

  it('ends when it is taken back or refused, and may be asked for anew', async () => {
    await fresh()
    const waiver = await waive(set, office.reviewer, { from: now() })
    expect((await end(third, waiver).expect(200)).body).toMatchObject({ state: 'revoked', ended_by: { id: third.id } })
    expect(await reviewStatus()).toBe(422)
    const again = await requested(set)
    expect((await end(office.reviewer, again).expect(200)).body.state).toBe('refused')
    await give(office.reviewer, again).expect(409)
    await end(office.reviewer, again).expect(409)
    const { waivers } = (await set.call('get', '/waivers').expect(200)).body
    expect(waivers.map(({ state }: Waiver) => state)).toEqual(['refused', 'revoked'])
    const trail = await forge.ctx
      .db('audit_entries')
      .where({ project_id: office.projectId })
      .whereLike('action', 'waiver.%')
      .pluck('action')
    expect(trail.slice(-4)).toEqual(['waiver.given', 'waiver.revoked', 'waiver.requested', 'waiver.refused'])
  })

  it('is asked for once, for what is there, with a reason and an end within a year', async () => {
    await fresh()
    const [finding] = await findingsOf(set)
    const input = {
      fingerprint: finding?.fingerprint,
      reason: 'Made up',
      expires_at: new Date(now().getTime() + HOUR).toISOString(),
    }
    const ask = async (more: object) => {
      const { status, body } = await set.call('post', '/waivers').send({ ...input, ...more })
      return [status, body.error?.code ?? body.state]
    }
    expect(await ask({ reason: '  ' })).toEqual([400, 'request.invalid'])
    expect(await ask({ expires_at: now().toISOString() })).toEqual([400, 'request.invalid'])
    expect(await ask({ expires_at: new Date(now().getTime() + 367 * 24 * HOUR).toISOString() })).toEqual([
      400,
      'request.invalid',
    ])
    expect(await ask({ fingerprint: '0'.repeat(64) })).toEqual([409, 'waiver.not_needed'])
    expect(await ask({})).toEqual([201, 'waiting'])
    expect(await ask({})).toEqual([409, 'waiver.exists'])
    await set.as(third).call('post', `/waivers/${forge.ctx.newId()}/give`).expect(404)
  })

  it('stays with its finding when the text around it changes, and covers no other', async () => {
    await fresh()
    await waive(set, office.reviewer, { from: now() })
    await set.write(`s${count}.a`, `Some words\nbefore ${SECRET}`)
    expect(await reviewStatus()).toBe(200)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(`s${count}.b`, SECRET)
    expect(await reviewStatus()).toBe(422)
  })
})
