import type { Waiver } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { findingsOf, SECRET, setRules, waive } from '../../test/support/policed.js'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
/** Stands still until a test moves it, so that a millisecond is one. */
let clock = new Date()
const forge = testForge({ now: () => clock })
let office: Office
let third: Person
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  third = await addPerson(forge, office.author, office.organisationId, { email: 'third@example.com' })
})

async function fresh(template = SECRET): Promise<PromptSetDesk> {
  count += 1
  const set = await office.newSet(`Limit ${count}`)
  await set.write(`l${count}.a`, template)
  return set
}
const after = (ms: number): string => new Date(clock.getTime() + ms).toISOString()

/** Asks with this input beside the usual; answers status and what it is about. */
async function ask(set: PromptSetDesk, more: object = {}): Promise<[number, string, Waiver]> {
  const [found] = await findingsOf(set)
  const input = { fingerprint: found?.fingerprint, reason: 'Made up', expires_at: after(HOUR), ...more }
  const { status, body } = await set.call('post', '/waivers').send(input)
  return [status, body.error?.code ?? body.state, body]
}
const states = async (set: PromptSetDesk): Promise<string[]> =>
  (await set.call('get', '/waivers').expect(200)).body.waivers.map(({ state }: Waiver) => state)

describe('the time of a waiver', () => {
  it('is from one millisecond to 366 days ahead', async () => {
    const set = await fresh()
    for (const ms of [-1, 0, 366 * DAY + 1]) {
      expect((await ask(set, { expires_at: after(ms) })).slice(0, 2)).toEqual([400, 'request.invalid'])
    }
    expect((await ask(set, { expires_at: after(1) })).slice(0, 2)).toEqual([201, 'waiting'])
    expect((await ask(await fresh(), { expires_at: after(366 * DAY) })).slice(0, 2)).toEqual([201, 'waiting'])
  })

  it('ends it on the millisecond: the one before it still lets through', async () => {
    const set = await fresh()
    await waive(set, office.reviewer, { from: clock })
    clock = new Date(clock.getTime() + HOUR - 1)
    expect(await findingsOf(set)).toMatchObject([{ blocks: false, waiver: { state: 'given' } }])
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.move({ status: 'LIVE' }).expect(200)
    clock = new Date(clock.getTime() + 1)
    expect(await findingsOf(set)).toMatchObject([{ blocks: true, waiver: { state: 'expired' } }])
    await set.move({ status: 'REVIEW' }).expect(422)
  })

  it('may be told in any zone, and is kept as one moment; no other words are times', async () => {
    const set = await fresh()
    for (const expires_at of [
      'tomorrow',
      '2027-01-01',
      '2027-02-30T00:00:00Z',
      after(HOUR).replace('Z', ''),
      1,
      null,
    ]) {
      expect((await ask(set, { expires_at })).slice(0, 2)).toEqual([400, 'request.invalid'])
    }
    const at = after(3 * HOUR)
    const elsewhere = new Date(Date.parse(at) + 2 * HOUR).toISOString().replace('Z', '+02:00')
    expect(await ask(set, { expires_at: elsewhere })).toMatchObject([201, 'waiting', { expires_at: at }])
  })

  it('passes for a wish too, which nobody can give or end any more, and which may be asked anew', async () => {
    const set = await fresh()
    const [, , { id }] = await ask(set)
    clock = new Date(clock.getTime() + HOUR)
    for (const verb of ['give', 'end']) {
      const { body } = await set.as(office.reviewer).call('post', `/waivers/${id}/${verb}`).expect(409)
      expect(body.error).toMatchObject({ code: 'waiver.ended', details: { state: 'expired' } })
    }
    clock = new Date(clock.getTime() + 1)
    expect((await ask(set)).slice(0, 2)).toEqual([201, 'waiting'])
    expect(await states(set)).toEqual(['waiting', 'expired'])
  })
})

describe('what is asked', () => {
  it('has a reason of 3 to 2,000 characters, trimmed, and a fingerprint, and no more', async () => {
    const set = await fresh()
    for (const more of [
      { reason: 'ab' },
      { reason: `a${' '.repeat(50)}` },
      { reason: 'x'.repeat(2_001) },
      { reason: null },
      { fingerprint: 'A'.repeat(64) },
      { fingerprint: '0'.repeat(63) },
      { given_by: office.author.id },
      { state: 'given' },
    ]) {
      expect([more, ...(await ask(set, more)).slice(0, 2)]).toEqual([more, 400, 'request.invalid'])
    }
    const reason = 'x'.repeat(2_000)
    expect(await ask(set, { reason: ` ${reason}\n` })).toMatchObject([201, 'waiting', { reason }])
  })

  it('is kept once, however many ask at the same moment, and says which', async () => {
    const set = await fresh()
    const answers = await Promise.all([ask(set), ask(set.as(third)), ask(set.as(office.reviewer))])
    expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    const [made] = (await set.call('get', '/waivers').expect(200)).body.waivers
    for (const [status, code, body] of answers.filter(([answer]) => answer === 409)) {
      expect([status, code, body]).toMatchObject([409, 'waiver.exists', { error: { details: { waiver_id: made.id } } }])
    }
  })

  it('repeats nothing that is secret, in the waiver, in the list or in the trail', async () => {
    const set = await fresh(`before ${SECRET} after`)
    const [, , waiver] = await ask(set)
    const list = (await set.call('get', '/waivers').expect(200)).body
    const trail = await forge.ctx.db('audit_entries').where({ target: waiver.id }).select('details')
    expect(waiver.message).toContain('a GitHub token')
    expect(JSON.stringify([waiver, list, trail])).not.toContain(SECRET)
  })
})

describe('who decides', () => {
  it('is one of those that give at the same moment', async () => {
    const set = await fresh()
    const [, , { id }] = await ask(set)
    const answers = await Promise.all(
      [office.reviewer, third].map((by) => set.as(by).call('post', `/waivers/${id}/give`)),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const trail = await forge.ctx.db('audit_entries').where({ target: id }).orderBy('number').pluck('action')
    expect(trail).toEqual(['waiver.requested', 'waiver.given'])
  })

  it('is no editor, save to take the own wish back', async () => {
    const editor = await addPerson(forge, office.author, office.organisationId, { email: 'editor@example.com' })
    const member = `/organisations/${office.organisationId}/members/${editor.id}`
    await office.author
      .call('patch', member)
      .send({ roles: ['editor'] })
      .expect(200)
    const set = await fresh()
    const [, , theirs] = await ask(set.as(editor))
    const give = await set.as(editor).call('post', `/waivers/${theirs.id}/give`).expect(403)
    expect(give.body.error.code).toBe('auth.forbidden')
    const back = (await set.as(editor).call('post', `/waivers/${theirs.id}/end`).expect(200)).body
    expect(back).toMatchObject({ state: 'refused', ended_by: { id: editor.id } })
    const [, , others] = await ask(set)
    await set.as(editor).call('post', `/waivers/${others.id}/end`).expect(403)
    expect(await states(set)).toContain('waiting')
    await office.author
      .call('patch', member)
      .send({ roles: ['viewer'] })
      .expect(200)
    expect((await ask((await fresh()).as(editor)))[0]).toBe(403)
    await set.as(editor).call('get', '/waivers').expect(200)
    await set.as(editor).call('post', `/waivers/${others.id}/end`).expect(403)
  })

  it('finds a waiver under its own prompt set alone', async () => {
    const [set, other] = [await fresh(), await fresh()]
    const [, , { id }] = await ask(set)
    for (const verb of ['give', 'end']) {
      const { body } = await other.as(office.reviewer).call('post', `/waivers/${id}/${verb}`).expect(404)
      expect(body.error.code).toBe('waiver.not_found')
    }
    await set.call('post', '/waivers/none/give').expect(400)
    expect(await states(other)).toEqual([])
  })
})

describe('a fingerprint', () => {
  it('of the same words in another prompt or set is another, so that a waiver covers one prompt', async () => {
    const set = await fresh()
    await waive(set, office.reviewer, { from: clock })
    await set.write(`l${count}.b`, SECRET)
    const found = await findingsOf(set)
    expect(found.map(({ prompt_id, blocks }) => [prompt_id, blocks])).toEqual([
      [`l${count}.a`, false],
      [`l${count}.b`, true],
    ])
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2)
  })

  it('stays through a policy that warns meanwhile, and the waiver with it', async () => {
    const set = await fresh()
    await waive(set, office.reviewer, { from: clock })
    const [before] = await findingsOf(set)
    await setRules(office.author, office.projectId, { secrets: { level: 'warn' } })
    expect(await findingsOf(set)).toMatchObject([{ level: 'warn', blocks: false, fingerprint: before?.fingerprint }])
    await setRules(office.author, office.projectId, {})
    expect(await findingsOf(set)).toEqual([before])
  })

  it('comes back with its text, under the waiver that is still in force', async () => {
    const set = await fresh()
    await waive(set, office.reviewer, { from: clock })
    await set.write(`l${count}.a`, 'Nothing to see')
    expect(await findingsOf(set)).toEqual([])
    await set.write(`l${count}.a`, `Again: ${SECRET}`)
    expect(await findingsOf(set)).toMatchObject([{ blocks: false, waiver: { state: 'given' } }])
  })
})
