import { LIMITS } from '@anvil/shared'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
})

const id = (name: string): string => `s${count}.${name}`

async function approvedDigest(): Promise<string> {
  await set.move({ status: 'REVIEW' }).expect(200)
  await set.as(office.reviewer).approve()
  return (await set.draft()).content_digest
}

describe('locking', () => {
  it('makes 1.0.0 of a reviewed and approved draft, whose bytes are its bundle', async () => {
    await set.write(id('welcome'), 'Welcome {{name}}!')
    const version = await lock(set, office.reviewer)
    expect(version).toMatchObject({ version: '1.0.0', kind: 'locked', prompt_count: 1, required_approvals: 1 })
    expect(version.approvals).toMatchObject([{ user: { id: office.reviewer.id }, own_work: false }])
    expect(version.authors.map((author) => author.id)).toEqual([office.author.id])
    const { body, headers } = await set.call('get', '/versions/1.0.0/bundle').expect(200)
    const bytes = canonicalBytes(body)
    expect([sha256Hex(bytes), bytes.length]).toEqual([version.sha256, version.bytes])
    expect(headers['etag']).toBe(`"sha256-${version.sha256}"`)
    expect(body).toMatchObject({
      format: 1,
      prompt_set_id: set.id,
      prompt_set: `set-${count}`,
      version: '1.0.0',
      snapshot: {
        [id('welcome')]: { template: 'Welcome {{name}}!', variables: { name: { type: 'string', required: true } } },
      },
      includes: {},
    })
    expect((await set.call('get')).body).toMatchObject({ status: 'LOCKED', locked_version: '1.0.0' })
  })

  it('names the content it locks', async () => {
    await set.write(id('a'), 'Text')
    await approvedDigest()
    expect((await set.move({ status: 'LOCKED' }).expect(400)).body.error.message).toContain('content_digest')
  })

  it('refuses what was edited after the approval, whichever digest is named', async () => {
    await set.write(id('a'), 'Text')
    const content_digest = await approvedDigest()
    await set.write(id('a'), 'Slipped in')
    const stale = await set.move({ status: 'LOCKED', content_digest }).expect(409)
    expect(stale.body.error.code).toBe('prompt_set.draft_changed')
    const fresh = { status: 'LOCKED', content_digest: stale.body.error.details.content_digest }
    expect((await set.move(fresh).expect(409)).body.error.code).toBe('approval.missing')
    expect((await set.call('get')).body.status).toBe('REVIEW')
  })

  it('refuses templates that can not be rendered or that another Mustache reads differently, each with its reason', async () => {
    await set.write(id('good'), 'Hi {{name}}')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.write(id('open'), 'Hi {{#name}}')
    await set.write(id('json'), 'Answer {{"json": 1}}')
    await set.write(id('spaces'), `{{!${' '.repeat(3_000)}}}Hi {{name}}`)
    await set.write(id('default'), '{{n}}', { variables: { n: { type: 'number', default: 'x' } } })
    await set.as(office.reviewer).approve()
    const { content_digest } = await set.draft()
    const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(422)
    expect(body.error.code).toBe('prompt_set.not_lockable')
    const codes = body.error.details.prompts.map((prompt: { id: string; problems: { code: string }[] }) => [
      prompt.id.split('.')[1],
      prompt.problems[0]?.code,
    ])
    expect(Object.fromEntries(codes)).toEqual({
      open: 'template.syntax',
      json: 'tag.not_a_name',
      spaces: 'template.not_portable',
      default: 'variable.wrong_default',
    })
    expect((await set.draft()).blocked_by).toMatchObject([{ code: 'prompt_set.not_lockable' }])
  })

  it('refuses a set that is too large to be sent, with the limit', async () => {
    const text = 'x'.repeat(900_000)
    for (let from = 0; from < 20; from += 4) {
      const names = [0, 1, 2, 3].map((n) => id(`long-${from + n}`))
      const prompts = Object.fromEntries(names.map((name) => [name, { kind: 'text', template: text }]))
      await set.call('put', '/prompts').send({ prompts }).expect(200)
    }
    const content_digest = await approvedDigest()
    const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(413)
    expect(body.error).toMatchObject({ code: 'prompt_set.too_large', details: { limit: LIMITS.bundleBytes } })
    expect((await set.call('get')).body.status).toBe('REVIEW')
  })

  it('refuses a draft whose prompts were all deleted in review', async () => {
    await set.write(id('a'), 'Text')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    await set
      .call('delete', `/prompts/${id('a')}`)
      .set('If-Match', etag)
      .expect(204)
    const { content_digest, blocked_by } = await set.draft()
    expect(blocked_by[0]?.code).toBe('prompt_set.empty')
    const response = await set.move({ status: 'LOCKED', content_digest }).expect(422)
    expect(response.body.error.code).toBe('prompt_set.empty')
  })

  it('lets one of two go first, and tells the other that it is done', async () => {
    await set.write(id('a'), 'Text')
    const content_digest = await approvedDigest()
    const both = [set, set.as(office.reviewer)].map((desk) => desk.move({ status: 'LOCKED', content_digest }))
    const answers = await Promise.all(both)
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409])
    expect((await set.call('get', '/versions')).body.versions).toHaveLength(1)
  })

  it('never locks an edit that came at the same moment', async () => {
    await set.write(id('a'), 'Approved')
    const content_digest = await approvedDigest()
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    const edit = set.call('put', `/prompts/${id('a')}`).set('If-Match', etag)
    const [locked, edited] = await Promise.all([
      set.move({ status: 'LOCKED', content_digest }),
      edit.send({ kind: 'text', template: 'Slipped in' }),
    ])
    const outcome = [locked.status, edited.status, edited.body.error?.code ?? locked.body.error?.code]
    expect([
      [200, 409, 'prompt_set.locked'],
      [409, 200, 'prompt_set.draft_changed'],
    ]).toContainEqual(outcome)
    const { snapshot } = await set.draft()
    const text = locked.status === 200 ? 'Approved' : 'Slipped in'
    expect(snapshot[id('a')]).toMatchObject({ template: text })
  })
})

describe('the number', () => {
  const change = async (template: string, more: object = {}): Promise<string | null> => {
    await set.move({ status: 'LIVE' })
    await set.write(id('a'), template, more)
    return (await set.draft()).proposed_version
  }

  it('is proposed from what changed since the locked version', async () => {
    await set.write(id('a'), 'Hi {{name}}')
    expect((await set.draft()).proposed_version).toBe('1.0.0')
    await lock(set, office.reviewer)
    expect(await change('Hello {{name}}')).toBe('1.0.1')
    await set.write(id('b'), 'New')
    expect((await set.draft()).proposed_version).toBe('1.1.0')
    expect(await change('Hello {{name}} {{city}}')).toBe('2.0.0')
    expect((await lock(set, office.reviewer)).version).toBe('2.0.0')
  })

  it('may be chosen higher, not lower, not taken and not a pre-release', async () => {
    await set.write(id('a'), 'Hi {{name}}')
    expect((await lock(set, office.reviewer, { version: '1.2.0' })).version).toBe('1.2.0')
    expect(await change('Hi {{name}} of {{city}}')).toBe('2.0.0')
    const content_digest = await approvedDigest()
    const locking = async (version: string): Promise<[number, string]> => {
      const { status, body } = await set.move({ status: 'LOCKED', content_digest, version })
      return [status, body.error?.code ?? body.version.version]
    }
    expect(await locking('1.2.0')).toEqual([409, 'version.number_taken'])
    expect(await locking('1.3.0')).toEqual([422, 'version.number_too_low'])
    expect(await locking('2.0.0-live.1')).toEqual([400, 'request.invalid'])
    expect(await locking('2.0')).toEqual([400, 'request.invalid'])
    expect(await locking('3.0.0')).toEqual([200, '3.0.0'])
  })
})
