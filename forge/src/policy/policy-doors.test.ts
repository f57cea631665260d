import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { askWaiver, findingsOf, SECRET, setRules, waive } from '../../test/support/policed.js'
import { named, type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})

async function setOf(template: string): Promise<PromptSetDesk> {
  count += 1
  const set = await office.newSet(`Set ${count}`)
  await set.write(`s${count}.a`, template)
  return set
}

describe('a policy that blocks', () => {
  it('keeps a draft from review, and says what and where without repeating it', async () => {
    const set = await setOf(`Hello\n${SECRET}`)
    const { body } = await set.move({ status: 'REVIEW' }).expect(422)
    expect(body.error.code).toBe('policy.blocked')
    expect(body.error.message).toContain('Line 2 holds what looks like a GitHub token')
    expect(body.error.details).toMatchObject({
      policy_number: 0,
      count: 1,
      findings: [{ rule: 'secrets', line: 2, waiver: null }],
    })
    const trail = await forge.ctx.db('audit_entries').select('details')
    expect(JSON.stringify([body, trail])).not.toContain(SECRET)
    expect((await set.draft()).prompt_set.status).toBe('LIVE')
  })

  it('keeps from being locked what was written after the review was asked for', async () => {
    const set = await setOf('Fine')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.write(`s${count}.a`, SECRET)
    await set.as(office.reviewer).approve()
    const { content_digest, blocked_by, findings } = await set.draft()
    expect(blocked_by.map(({ code }) => code)).toEqual(['policy.blocked'])
    expect(findings).toMatchObject([{ rule: 'secrets', blocks: true, waiver: null }])
    const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(422)
    expect(body.error.code).toBe('policy.blocked')
    expect(await forge.ctx.db('versions').where({ prompt_set_id: set.id })).toEqual([])
  })

  it('is the one in force when locking, which the version keeps', async () => {
    const { id: projectId } = await newProject(office.author, office.organisationId, 'Of its own')
    const shop = await printShop({ ...office, projectId }, 'Policy')
    const first = await shop.locked('Calm', { 'calm.a': 'Hi' })
    expect(await forge.ctx.db('versions').where({ prompt_set_id: first.id }).pluck('policy_number')).toEqual([0])
    await setRules(office.author, shop.projectId, { banned_phrases: { phrases: ['synergy'] } })
    await first.move({ status: 'LIVE' }).expect(200)
    await first.write('calm.a', 'Hi again')
    const second = await lock(first, office.reviewer)
    expect([second.policy_number, second.waivers]).toEqual([1, []])
    await first.move({ status: 'LIVE' }).expect(200)
    await first.write('calm.a', 'Such synergy')
    await first.move({ status: 'REVIEW' }).expect(422)
  })

  it('stops every prompt set that would carry the text by an include', async () => {
    const shared = await office.newSet('Shared')
    await shared.write('shared.tone', 'Be kind to partners')
    await lock(shared, office.reviewer)
    const set = await setOf('{{> shared.tone}}')
    await setRules(office.author, office.projectId, { banned_phrases: { phrases: ['partners'] } })
    const { body } = await set.move({ status: 'REVIEW' }).expect(422)
    expect(body.error.details.findings).toMatchObject([{ rule: 'banned_phrases', prompt_id: 'shared.tone' }])
    await setRules(office.author, office.projectId, {})
    await set.move({ status: 'REVIEW' }).expect(200)
  })

  it('lets no draft out to development or staging, several at once neither', async () => {
    const [good, bad] = [await setOf('Fine'), await setOf(SECRET)]
    for (const sets of [[bad], [good, bad]]) {
      const asked = await Promise.all(
        sets.map(async (set) => ({
          prompt_set_id: set.id,
          draft: true,
          content_digest: (await set.draft()).content_digest,
        })),
      )
      const call = office.author.call('post', `/projects/${office.projectId}/environments/development/publications`)
      const { status, body } = await call.send({ kind: 'publish', sets: asked })
      expect([status, body.error?.code]).toEqual([422, 'policy.blocked'])
    }
    expect(await forge.ctx.db('versions').whereIn('prompt_set_id', [good.id, bad.id])).toEqual([])
  })

  it('only warns where its level says so', async () => {
    await setRules(office.author, office.projectId, { secrets: { level: 'warn' } })
    const set = await setOf(SECRET)
    const version = await lock(set, office.reviewer)
    expect(version.waivers).toEqual([])
    expect(await findingsOf(set)).toMatchObject([{ level: 'warn', blocks: false }])
    const { ask } = await askWaiver(set)
    expect((await ask.expect(409)).body.error.code).toBe('waiver.not_needed')
    await setRules(office.author, office.projectId, {})
  })
})

describe('variables that callers know', () => {
  let shop: PrintShop
  const variables = (required: boolean) => ({ variables: { name: { type: 'string', required, default: null } } })

  beforeAll(async () => {
    shop = await printShop(office, 'Callers')
  })

  it('are judged against what each environment runs, when locking and when publishing', async () => {
    const set = await shop.locked('Greeting', { 'greeting.a': 'Hi {{name}} of {{city}}' })
    await shop.publish(set)
    await shop.ask({ kind: 'publish', sets: [named(set)] }, { environment: 'staging' }).expect(201)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('greeting.a', 'Hi {{name}}, you are {{age}}')
    const found = (await findingsOf(set)).map(({ level, message }) => [level, message.split('.')[0]])
    expect(found).toEqual(
      ['production', 'staging'].flatMap((environment) => [
        ['warn', `Against what ${environment} runs, the variable age is required now: callers that leave it out fail`],
        ['warn', `Against what ${environment} runs, the variable city is removed: what callers pass under it is lost`],
      ]),
    )
    const next = { ...set, version: (await lock(set, office.reviewer)).version }
    await setRules(office.author, shop.projectId, { variables: { level: 'block', environments: ['production'] } })
    const { body } = await shop.ask({ kind: 'publish', sets: [named(next)] }).expect(422)
    expect(body.error).toMatchObject({ code: 'policy.blocked', details: { count: 2 } })
    const preview = await office.author
      .call('post', `/projects/${shop.projectId}/environments/production/publications/preview`)
      .send({ kind: 'publish', sets: [named(next)] })
      .expect(200)
    expect(preview.body.blocked_by).toMatchObject([{ code: 'policy.blocked' }])
    await shop.ask({ kind: 'publish', sets: [named(next)] }, { environment: 'staging' }).expect(201)
    await shop.ask({ kind: 'promote', from_environment: 'staging' }).expect(422)
    expect(await shop.running()).toEqual([`greeting@${set.version}`])
  })

  it('that were optional and stay so are nobody’s concern, and what ran before may come back', async () => {
    const other = await printShop(office, 'Back')
    const set = await other.office.author
      .call('post', `/projects/${other.projectId}/prompt-sets`)
      .send({ name: 'Back' })
      .expect(201)
    expect(set.body.slug).toBe('back')
    const first = await other.locked('Bye', { 'bye.a': 'Bye {{name}}' })
    await other.publish(first)
    const second = await other.revise(first, { 'bye.a': 'Bye' })
    await other.publish(second)
    await setRules(office.author, other.projectId, { variables: { level: 'block' } })
    await other.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
    expect(await other.running()).toEqual(['bye@1.0.0'])
    await second.move({ status: 'LIVE' }).expect(200)
    await second.write('bye.a', 'Bye {{name}}', variables(false))
    expect(await findingsOf(second)).toEqual([])
  })
})

describe('a waiver that is used', () => {
  it('lets exactly its finding through, and version and trail keep it', async () => {
    const set = await setOf(`One ${SECRET}`)
    const waiver = await waive(set, office.reviewer)
    const version = await lock(set, office.reviewer)
    expect(version.waivers).toEqual([
      {
        id: waiver.id,
        rule: 'secrets',
        prompt_id: `s${count}.a`,
        given_by: waiver.given_by,
        expires_at: waiver.expires_at,
      },
    ])
    const trail = await forge.ctx.db('audit_entries').where({ target: waiver.id }).orderBy('number').pluck('action')
    expect(trail).toEqual(['waiver.requested', 'waiver.given', 'waiver.used'])
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(`s${count}.a`, `One ${SECRET} and ${SECRET.replace('a1', 'z9')}`)
    const { body } = await set.move({ status: 'REVIEW' }).expect(422)
    expect(body.error.details.count).toBe(1)
  })
})
