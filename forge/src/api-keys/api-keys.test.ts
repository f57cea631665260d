import { beforeAll, describe, expect, it } from 'vitest'
import { lock, newPromptSet, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, codeOf, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { programOf } from '../../test/support/program.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let ada: Person
let bob: Person
let projectId: string
let organisationId: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  organisationId = admin.organisation.id
  bob = await addPerson(forge, ada, organisationId, { email: 'bob@example.com' })
  projectId = (await newProject(ada, organisationId)).id
})

const program = (owner: Person, scopes: string[], more: object = {}) => programOf(forge, owner, scopes, more)
const publishPath = (environment = 'production') => `/projects/${projectId}/environments/${environment}/publications`
const publish = (by: Person, set: PromptSetDesk, version: string) =>
  by.call('post', publishPath()).send({ kind: 'publish', sets: [{ prompt_set_id: set.id, version }] })

/** A set written by somebody and approved and locked by somebody else, at 1.0.0. */
async function lockedBy(author: Person, reviewer: Person, name: string): Promise<PromptSetDesk> {
  const set = await newPromptSet(ada, projectId, name)
  await set.as(author).write(`${name}.text`, 'Hello')
  await set.as(author).move({ status: 'REVIEW' }).expect(200)
  await set.as(reviewer).approve()
  const { content_digest } = await set.draft()
  await set.as(reviewer).move({ status: 'LOCKED', content_digest }).expect(200)
  return set
}

describe('an API key', () => {
  it('reads with no scope, and drafts and asks for review with that of drafting, in the name of its owner', async () => {
    const reader = await program(bob, [])
    expect(await codeOf(reader.call('get', `/projects/${projectId}`))).toBe(200)
    expect(await codeOf(reader.call('post', `/projects/${projectId}/prompt-sets`).send({ name: 'x' }))).toBe(
      'auth.forbidden',
    )
    const writer = await program(bob, ['draft'])
    const set = await newPromptSet(writer, projectId, 'drafted')
    await set.write('drafted.text', 'Hello')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { approvals, content_digest } = await set.draft()
    expect(approvals.authors).toMatchObject([{ id: bob.id }])
    expect(await codeOf(set.call('post', '/approvals').send({ content_digest }))).toBe('auth.forbidden')
    expect(await codeOf(publish(writer, set, '1.0.0'))).toBe('auth.forbidden')
    const [entry] = await forge.ctx.db('audit_entries').where({ action: 'review.requested', target: set.id })
    expect([entry.actor_id, entry.means]).toEqual([bob.id, 'api_key'])
  })

  it('does nothing to accounts, keys, sessions, members or roles, whatever its scopes and its owner’s role', async () => {
    const key = await program(ada, ['draft', 'approve', 'publish', 'manage', 'own_work'])
    const members = `/organisations/${organisationId}/members`
    const refused = [
      key.call('get', '/api-keys'),
      key.call('post', '/api-keys').send({ name: 'More', scopes: ['own_work'] }),
      key.call('delete', `/api-keys/${key.keyId}`),
      key.call('get', '/sessions'),
      key.call('put', '/account/password').send({ current_password: 'x', new_password: 'y'.repeat(12) }),
      key.call('post', '/organisations').send({ name: 'Mine' }),
      key.call('post', `/organisations/${organisationId}/projects`).send({ name: 'Mine' }),
      key.call('post', members).send({ email: 'x@example.com' }),
      key.call('patch', `${members}/${bob.id}`).send({ role: 'owner' }),
      key.call('delete', `${members}/${bob.id}`),
      key.call('delete', `${members}/${ada.id}`),
      key.call('post', `/organisations/${organisationId}/invitations`).send({ email: 'x@example.com' }),
      key.call('put', `/projects/${projectId}/members/${bob.id}/roles`).send({ roles: ['admin'] }),
      key.call('delete', '/sessions/current'),
    ]
    const codes = new Set(await Promise.all(refused.map(codeOf)))
    expect([...codes]).toEqual(['auth.forbidden'])
    expect(await codeOf(key.call('patch', `/projects/${projectId}`).send({ description: 'By a key' }))).toBe(200)
  })

  it('lifts nothing that holds it: what a release needs is changed by people alone', async () => {
    const key = await program(ada, ['draft', 'approve', 'publish', 'manage', 'own_work'])
    const { id } = await newProject(ada, organisationId, 'Barred')
    const [project, production] = [`/projects/${id}`, `/projects/${id}/environments/production`]
    const bars = [
      [project, { keys_release_own_work: true }],
      [project, { required_approvals: 0 }],
      [production, { allowed_kinds: ['locked', 'live'] }],
      [production, { required_approvals: 1 }],
    ] as const
    for (const [path, change] of bars) {
      const refused = await key.call('patch', path).send({ name: 'Lifted', ...change })
      expect(refused.body.error).toMatchObject({ code: 'auth.forbidden', details: { right: 'release.rules' } })
      expect(refused.body.error.message).toBe(
        'The API key CI may not change what a release needs. No key may: sign in for it.',
      )
    }
    const same = { keys_release_own_work: false, required_approvals: 1, description: 'As it is' }
    expect(await codeOf(key.call('patch', project).send(same))).toBe(200)
    const renamed = { name: 'Prod', allowed_kinds: ['locked'], required_approvals: 0 }
    expect(await codeOf(key.call('patch', production).send(renamed))).toBe(200)
    for (const [path, change] of bars) expect(await codeOf(ada.call('patch', path).send(change))).toBe(200)
  })

  it('puts no other policy in force, nor tries one: that is for people alone', async () => {
    const key = await program(ada, ['draft', 'manage', 'own_work'])
    const { id } = await newProject(ada, organisationId, 'Policed')
    const policy = `/projects/${id}/policy`
    const { document } = (await key.call('get', policy).expect(200)).body
    const rules = Object.entries(document.rules).map(([name, rule]) => [name, { ...Object(rule), level: 'off' }])
    const lifted = { ...document, rules: Object.fromEntries(rules) }
    for (const call of [key.call('put', policy).set('If-Match', '"0"'), key.call('post', `${policy}/check`)]) {
      const { error } = (await call.send(lifted).expect(403)).body
      expect([error.code, error.details.right]).toEqual(['auth.forbidden', 'policy.manage'])
    }
    expect((await key.call('get', policy).expect(200)).body).toMatchObject({ number: 0, document })
    await ada.call('put', policy).set('If-Match', '"0"').send(lifted).expect(200)
  })

  it('opens one project alone where it was made for it, and nobody’s but its owner’s', async () => {
    const other = await newProject(ada, organisationId, 'Other')
    const key = await program(bob, ['draft'], { project_id: projectId })
    expect(await codeOf(key.call('get', `/projects/${projectId}`))).toBe(200)
    expect(await codeOf(key.call('get', `/projects/${other.id}`))).toBe('project.not_found')
    const home = `/organisations/${organisationId}`
    const listed = await key.call('get', `${home}/projects`).expect(200)
    expect(listed.body.projects.map(({ id }: { id: string }) => id)).toEqual([projectId])
    for (const path of [home, `${home}/members`, `${home}/audit`, `${home}/invitations`])
      expect(await codeOf(key.call('get', path))).toBe('auth.forbidden')
    const elsewhere = (await bob.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)).body.id
    expect(await codeOf(key.call('get', `/organisations/${elsewhere}/projects`))).toBe('auth.forbidden')
    const { organisations } = (await key.call('get', '/organisations').expect(200)).body
    expect(organisations.map(({ id }: { id: string }) => id)).toEqual([organisationId])
    const whole = await program(bob, [])
    expect((await whole.call('get', `${home}/projects`).expect(200)).body.projects.length).toBeGreaterThan(1)
    expect(await codeOf(whole.call('get', `${home}/members`))).toBe(200)
    expect((await ada.call('get', '/api-keys')).body.api_keys.map(({ id }: { id: string }) => id)).not.toContain(
      key.keyId,
    )
    expect(await codeOf(ada.call('delete', `/api-keys/${key.keyId}`))).toBe('api_key.not_found')
    const notMine = { name: 'x', scopes: [], project_id: crypto.randomUUID() }
    expect(await codeOf(bob.call('post', '/api-keys').send(notMine))).toBe('project.not_found')
  })

  it('for every project is in the trail of each organisation of its owner, made and revoked', async () => {
    const second = (await ada.call('post', '/organisations').send({ name: 'Second' }).expect(201)).body.id
    const key = await program(ada, ['draft'])
    await ada.call('delete', `/api-keys/${key.keyId}`).expect(204)
    for (const organisation of [organisationId, second]) {
      const { body } = await ada.call('get', `/organisations/${organisation}/audit?target=${key.keyId}`).expect(200)
      const told = body.entries.map(({ action }: { action: string }) => action)
      expect(told.toSorted()).toEqual(['api_key.made', 'api_key.revoked'])
    }
    const one = await program(ada, [], { project_id: projectId })
    const of = await forge.ctx.db('audit_entries').where({ target: one.keyId })
    expect(of).toMatchObject([{ action: 'api_key.made', organisation_id: organisationId, project_id: projectId }])
  })

  it('ends when it is revoked, expires, or its owner leaves, and says when it was used', async () => {
    const key = await program(bob, [], { expires_at: '2026-06-02T12:00:00Z' })
    const look = () => codeOf(key.call('get', `/projects/${projectId}`))
    const shown = async () =>
      (await bob.call('get', '/api-keys')).body.api_keys.find(({ id }: { id: string }) => id === key.keyId)
    expect((await shown()).last_used_at).toBeNull()
    expect(await look()).toBe(200)
    expect((await shown()).last_used_at).toBe('2026-06-01T12:00:00.000Z')
    now = new Date('2026-06-02T12:00:00Z')
    expect(await look()).toBe('api_key.invalid')
    now = new Date('2026-06-01T12:00:00Z')
    expect(await look()).toBe(200)
    expect((await bob.call('delete', `/api-keys/${key.keyId}`)).status).toBe(204)
    expect(await look()).toBe('api_key.invalid')
    expect(
      await codeOf(bob.call('post', '/api-keys').send({ name: 'x', scopes: [], expires_at: '2026-05-01T12:00:00Z' })),
    ).toBe('request.invalid')
    const values = JSON.stringify([await forge.ctx.db('api_keys'), await forge.ctx.db('audit_entries')])
    expect(values).not.toContain(key.token)
    const carol = await addPerson(forge, ada, organisationId, { email: 'carol@example.com' })
    const hers = await program(carol, ['draft'])
    await ada.call('delete', `/organisations/${organisationId}/members/${carol.id}`).expect(204)
    expect(await codeOf(hers.call('get', `/projects/${projectId}`))).toBe('project.not_found')
  })
})

describe('what an owner’s keys wrote', () => {
  it('is published by no key of theirs, unless scope and project both allow it; by them or others it is', async () => {
    const writer = await program(bob, ['draft'])
    const set = await lockedBy(writer, ada, 'released')
    const releaser = await program(bob, ['publish'])
    const allowed = await program(bob, ['publish', 'own_work'])
    expect(await codeOf(publish(releaser, set, '1.0.0'))).toBe('api_key.own_work')
    expect(await codeOf(publish(allowed, set, '1.0.0'))).toBe('api_key.own_work')
    const preview = await releaser.call('post', `${publishPath()}/preview`).send({
      kind: 'publish',
      sets: [{ prompt_set_id: set.id, version: '1.0.0' }],
    })
    expect(JSON.stringify(preview.body)).toContain('api_key.own_work')
    await ada.call('patch', `/projects/${projectId}`).send({ keys_release_own_work: true }).expect(200)
    const still = await publish(releaser, set, '1.0.0').expect(403)
    expect(still.body.error.message).toContain('Use a key with the scope "own_work".')
    expect(await codeOf(publish(allowed, set, '1.0.0'))).toBe(201)
    await ada.call('patch', `/projects/${projectId}`).send({ keys_release_own_work: false }).expect(200)
    const byHand = await lockedBy(bob, ada, 'byhand')
    expect(await codeOf(publish(releaser, byHand, '1.0.0'))).toBe(201)
    const other = await lockedBy(await program(ada, ['draft']), bob, 'other')
    expect(await codeOf(publish(releaser, other, '1.0.0'))).toBe(201)
  })

  it('is approved by no key of theirs even where they are the only reviewer', async () => {
    const lonely = (await bob.call('post', '/organisations').send({ name: 'Lonely' }).expect(201)).body.id
    const project = await newProject(bob, lonely, 'Alone')
    const key = await program(bob, ['draft', 'approve', 'own_work'])
    const set = await newPromptSet(key, project.id, 'alone')
    await set.write('alone.text', 'Hello')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { content_digest } = await set.draft()
    const approve = (by: Person) => codeOf(set.as(by).call('post', '/approvals').send({ content_digest }))
    expect(await approve(key)).toBe('api_key.own_work')
    await bob.call('patch', `/projects/${project.id}`).send({ keys_release_own_work: true }).expect(200)
    expect(await approve(await program(bob, ['approve']))).toBe('api_key.own_work')
    expect(await approve(key)).toBe(201)
  })

  it('is neither published nor approved by a key of theirs where it is only included, however deep', async () => {
    const inner = await newPromptSet(ada, projectId, 'inner')
    await inner.as(await program(bob, ['draft'])).write('inner.text', 'By a key')
    await lock(inner, ada)
    const middle = await newPromptSet(ada, projectId, 'middle')
    await middle.write('middle.text', 'See {{> inner.text}}')
    await lock(middle, bob)
    const outer = await newPromptSet(ada, projectId, 'outer')
    await outer.write('outer.text', 'See {{> middle.text}}')
    await outer.move({ status: 'REVIEW' }).expect(200)
    const approve = async (by: Person) => {
      const { content_digest } = await outer.draft()
      return codeOf(outer.as(by).call('post', '/approvals').send({ content_digest }))
    }
    const key = await program(bob, ['approve', 'publish', 'own_work'])
    expect(await approve(key)).toBe('api_key.own_work')
    expect(await approve(bob)).toBe(201)
    const { content_digest } = await outer.draft()
    await outer.move({ status: 'LOCKED', content_digest }).expect(200)
    expect(await approve(key)).toBe('api_key.own_work')
    expect(await codeOf(publish(key, outer, '1.0.0'))).toBe('api_key.own_work')
    expect(await codeOf(publish(await program(ada, ['publish']), outer, '1.0.0'))).toBe(201)
    await ada.call('patch', `/projects/${projectId}`).send({ keys_release_own_work: true }).expect(200)
    expect([await approve(key), await codeOf(publish(key, middle, '1.0.0'))]).toEqual([200, 201])
    await ada.call('patch', `/projects/${projectId}`).send({ keys_release_own_work: false }).expect(200)
  })

  it('holds back neither a key that includes what somebody else’s key wrote, nor a person who includes that of theirs', async () => {
    const shared = await newPromptSet(ada, projectId, 'lent')
    await shared.as(await program(ada, ['draft'])).write('lent.text', 'By a key of Ada')
    await lock(shared, bob)
    const borrower = await newPromptSet(ada, projectId, 'borrower')
    await borrower.write('borrower.text', 'See {{> lent.text}}')
    await borrower.move({ status: 'REVIEW' }).expect(200)
    const { content_digest } = await borrower.draft()
    const key = await program(bob, ['approve', 'publish'])
    expect(await codeOf(borrower.as(key).call('post', '/approvals').send({ content_digest }))).toBe(201)
    await borrower.move({ status: 'LOCKED', content_digest }).expect(200)
    const byKeyOfAda = await program(ada, ['publish', 'own_work'])
    expect(await codeOf(publish(byKeyOfAda, borrower, '1.0.0'))).toBe('api_key.own_work')
    const sets = [{ prompt_set_id: borrower.id, version: '1.0.0' }]
    const { body } = await byKeyOfAda
      .call('post', `${publishPath()}/preview`)
      .send({ kind: 'publish', sets })
      .expect(200)
    expect(body.blocked_by).toMatchObject([{ code: 'api_key.own_work', details: { needs_scope: 'own_work' } }])
    expect(await codeOf(publish(key, borrower, '1.0.0'))).toBe(201)
    expect(await codeOf(publish(ada, borrower, '1.0.0'))).toBe('publication.nothing_changed')
  })
})
