import { DEFAULT_POLICY } from '@anvil/shared/policy'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { SECRET, setRules } from '../../test/support/policed.js'

const forge = testForge()
let office: Office
let path: string
beforeAll(async () => {
  office = await openOffice(forge)
  path = `/projects/${office.projectId}/policy`
})

describe('the policy of a project', () => {
  it('is the usual one, number 0, until somebody writes one', async () => {
    const { body, headers } = await office.author.call('get', path).expect(200)
    expect(headers['etag']).toBe('"0"')
    expect(body).toMatchObject({ number: 0, document: DEFAULT_POLICY, created_by: null, created_at: null })
    expect(body.yaml).toContain('secrets:\n    level: block')
  })

  it('is replaced by whoever saw it, and keeps every number, who wrote it, and its comments', async () => {
    const yaml = '# Ours\nformat: 1\nrules:\n  size: { level: block, max_characters: 50 }\n'
    const put = () => office.author.call('put', path)
    await put().send({ format: 1 }).expect(428)
    const { body, headers } = await put().set('If-Match', '"0"').type('application/yaml').send(yaml).expect(200)
    expect([headers['etag'], body.number, body.yaml, body.created_by.id]).toEqual(['"1"', 1, yaml, office.author.id])
    expect(body.document.rules.size).toEqual({ level: 'block', max_characters: 50 })
    const late = await put().set('If-Match', '"0"').send({ format: 1 }).expect(412)
    expect(late.body.error.details.current.number).toBe(1)
    await put().set('If-Match', '"1"').type('application/yaml').send(yaml).expect(200, body)
    await put()
      .set('If-Match', '"1"')
      .send({ format: 1, rules: { secrets: { level: 'warn' } } })
      .expect(200)
    const { policies } = (await office.reviewer.call('get', `${path}/versions`).expect(200)).body
    expect(policies.map(({ number }: { number: number }) => number)).toEqual([2, 1, 0])
    const { number, created_by, created_at } = body
    expect(policies[1]).toEqual({ number, created_by, created_at })
    expect((await office.reviewer.call('get', `${path}/versions/1`).expect(200)).body).toEqual(body)
    expect((await office.reviewer.call('get', `${path}/versions/0`).expect(200)).body.document).toEqual(DEFAULT_POLICY)
    const none = await office.reviewer.call('get', `${path}/versions/3`).expect(404)
    expect(none.body.error.code).toBe('policy.not_found')
    const entries = await forge.ctx.db('audit_entries').where({ action: 'policy.changed' }).orderBy('target')
    const levels = entries.map(({ target, details }) => [target, details.before.levels.secrets, details.levels.secrets])
    expect(levels).toEqual([
      ['1', 'block', 'block'],
      ['2', 'block', 'warn'],
    ])
    expect(entries.map(({ details }) => details.before.number)).toEqual([0, 1])
  })

  it('is set by admins alone, and read by every member', async () => {
    await office.reviewer.call('get', path).expect(200)
    const { body } = await office.reviewer.call('put', path).set('If-Match', '*').send({ format: 1 }).expect(403)
    expect(body.error.code).toBe('auth.forbidden')
  })

  it('is refused with its mistakes where it is not understood', async () => {
    const put = () => office.author.call('put', path).set('If-Match', '*')
    const json = await put()
      .send({ format: 1, rules: { secrets: { level: 'loud' } } })
      .expect(400)
    expect(json.body.error.details.problems[0].path).toBe('rules.secrets.level')
    const yaml = await put().type('application/yaml').send('format: 1\nrules:\n  size: {max: 1}').expect(422)
    expect(yaml.body.error).toMatchObject({
      code: 'policy.malformed',
      details: { problems: [{ line: 3, path: 'rules.size' }] },
    })
    await office.author
      .call('post', `/projects/${office.projectId}/prompt-sets`)
      .type('application/yaml')
      .send('name: x')
      .expect(400)
  })

  it('never changes once it is stored', async () => {
    await expect(forge.ctx.db('policies').update({ yaml: '' })).rejects.toThrow('immutable')
    await expect(forge.ctx.db('policies').delete()).rejects.toThrow('immutable')
  })
})

describe('a dry run of a policy', () => {
  it('says what it would find in every draft, and changes nothing', async () => {
    const { id: projectId } = await newProject(office.author, office.organisationId, 'Dry')
    const sets = `/projects/${projectId}/prompt-sets`
    for (const [name, id] of [
      ['One', 'one.a'],
      ['Two', 'two.a'],
    ]) {
      const { body } = await office.author.call('post', sets).send({ name }).expect(201)
      await office.author
        .call('put', `${sets}/${body.id}/prompts/${id}`)
        .set('If-None-Match', '*')
        .send({ kind: 'text', template: `Say cheese ${name}` })
        .expect(201)
    }
    const document = {
      format: 1,
      rules: { banned_phrases: { phrases: ['say cheese'] }, naming: { first_words: ['one'] } },
    }
    const { body } = await office.author.call('post', `/projects/${projectId}/policy/check`).send(document).expect(200)
    expect(body.blocking).toBe(2)
    expect(
      body.prompt_sets.map(({ prompt_set, findings }: { prompt_set: string; findings: { rule: string }[] }) => [
        prompt_set,
        findings.map(({ rule }) => rule),
      ]),
    ).toEqual([
      ['one', ['banned_phrases']],
      ['two', ['banned_phrases', 'naming']],
    ])
    expect((await office.author.call('get', `/projects/${projectId}/policy`)).body.number).toBe(0)
    const byOther = await office.reviewer.call('post', `/projects/${projectId}/policy/check`).send(document).expect(403)
    expect(byOther.body.error.details.right).toBe('policy.manage')
  })
})

describe('a save', () => {
  it('answers what the policy finds, and is never refused', async () => {
    const set = await office.newSet('Saved')
    await setRules(office.author, office.projectId, { metadata: { required: ['owner'] } })
    const { body } = await set
      .call('put', '/prompts/saved.a')
      .set('If-None-Match', '*')
      .send({ kind: 'text', template: `Key:\n${SECRET}` })
      .expect(201)
    const said = [
      { code: 'policy.secrets', severity: 'error', line: 2, column: 1, message: expect.not.stringContaining(SECRET) },
      { code: 'policy.metadata', severity: 'warning', line: 1, column: 1, message: expect.stringContaining('owner') },
    ]
    expect(body.problems).toEqual(said)
    expect((await set.call('get', '/prompts/saved.a').expect(200)).body.problems).toEqual(said)
    const many = await set
      .call('put', '/prompts')
      .set('If-None-Match', '*')
      .send({ prompts: { 'saved.b': { kind: 'text', template: SECRET } } })
      .expect(200)
    expect(many.body.problems['saved.b']).toHaveLength(2)
  })

  it('by import shows it in the plan, as a dry run too', async () => {
    const set = await office.newSet('Imported')
    const input = {
      format: 'json',
      content: JSON.stringify({ 'imported.a': SECRET, 'imported.b': 'Hi' }),
      dry_run: true,
    }
    const { body } = await set.call('post', '/imports').send(input).expect(200)
    const notes = body.rows.map((row: { notes: string[] }) =>
      row.notes.map((note) => note.split(' ').slice(0, 2).join(' ')),
    )
    expect(notes).toEqual([['policy error', 'policy warning'], ['policy warning']])
    expect(JSON.stringify(body)).not.toContain(SECRET)
    await set
      .call('post', '/imports')
      .send({ ...input, dry_run: false })
      .expect(200)
    expect((await set.move({ status: 'REVIEW' }).expect(422)).body.error.code).toBe('policy.blocked')
  })
})
