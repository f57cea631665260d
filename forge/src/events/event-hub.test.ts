import { randomUUID } from 'node:crypto'
import { PAGE_SOCKET_PATH } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, newProject, type Person, signedIn, PASSWORD } from '../../test/support/factories.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, rawInstance } from '../../test/support/raw-instance.js'
import { pageRefusal, type RawPage, rawPage } from '../../test/support/raw-page.js'

const HOUR_MS = 60 * 60 * 1000
const PATIENCE = { timeout: 20_000 }
let office: LiveOffice
let ahead = 0
const open: { disconnect: () => void }[] = []

beforeAll(async () => {
  office = await liveOffice({ now: () => new Date(Date.now() + ahead) })
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
})
afterAll(() => office.forge.close())

function page(token: string, project_id = office.projectId): RawPage {
  const made = rawPage(office.forge.url, { token, project_id })
  open.push(made.socket)
  return made
}

async function inside(person: Person, projectId?: string): Promise<RawPage> {
  const made = page(person.token, projectId)
  await made.connected
  return made
}

async function signInAgain(person: Person): Promise<Person> {
  const body = { email: person.email, password: PASSWORD }
  const answer = await person.call('post', '/sessions').send(body).expect(201)
  return signedIn(office.forge, answer.body)
}

describe('a page', () => {
  it('hears that something changed and of which prompt set, of its own project and without what it says', async () => {
    const { id: otherId } = await newProject(office.author, office.organisationId, 'Other')
    const [here, there] = [await inside(office.reviewer), await inside(office.reviewer, otherId)]
    const set = await office.newSet('Heard')
    await set.write('heard.one', 'A secret text')
    await set.move({ status: 'REVIEW' }).expect(200)
    const wanted = [`prompt_set/${set.id}`, `prompts/${set.id}`, `review/${set.id}`]
    await expect.poll(here.heard, PATIENCE).toEqual(expect.arrayContaining(wanted))
    expect(JSON.stringify(here.changed)).not.toMatch(/secret|heard/i)
    const { body: last } = await office.author
      .call('post', `/projects/${otherId}/prompt-sets`)
      .send({ name: 'Last' })
      .expect(201)
    await expect.poll(there.heard, PATIENCE).toContain(`prompt_set/${last.id}`)
    expect(JSON.stringify(there.changed)).not.toContain(set.id)
  })

  it('hears of a change only after it can be read, and never of one that was refused', async () => {
    const { heard, socket } = await inside(office.reviewer)
    const set = await office.newSet('Committed')
    const reads: Promise<number>[] = []
    socket.on('changed', () =>
      reads.push(Promise.resolve(set.call('get', '/prompts').then(({ body }) => body.prompts.length))),
    )
    await set.call('put', '/prompts/never').set('If-Match', '"gone"').send({ kind: 'text', template: 'x' }).expect(412)
    await set.write('committed', 'x')
    await expect.poll(heard, PATIENCE).toContain(`prompts/${set.id}`)
    expect((await Promise.all(reads)).at(-1)).toBe(1)
  })

  it('hears of publications, deliveries and the fleet, without being flooded by five hundred instances', async () => {
    const { heard, changed } = await inside(office.reviewer)
    const instance = rawInstance(office.forge.url, handshake(office.token))
    open.push(instance.socket)
    await instance.welcome
    await expect.poll(heard, PATIENCE).toContain('fleet')
    const { epoch, sequence } = await office.publishText('Hello again, {{name}}')
    await instance.pushed(2)
    instance.ack({ epoch, sequence })
    await expect
      .poll(heard, PATIENCE)
      .toEqual(expect.arrayContaining(['publication', 'delivery', `version/${office.set.id}`]))
    const before = changed.length
    for (let count = 0; count < 500; count += 1) {
      office.forge.ctx.changes.announce([{ project_id: office.projectId, what: 'delivery' }])
    }
    office.forge.ctx.changes.announce([{ project_id: office.projectId, what: 'tokens' }])
    await expect.poll(heard, PATIENCE).toContain('tokens')
    expect(changed.length - before).toBeLessThanOrEqual(3)
  })

  it('hears nothing of heartbeats that say what the one before said', async () => {
    const instance = rawInstance(office.forge.url, handshake(office.token))
    open.push(instance.socket)
    await instance.welcome
    const beat = { state: 'READY', running: { epoch: 1, sequence: 1 }, wanted: null, prompts: 1 }
    const counters = { renders: 1, errors: 0, missing: 0 }
    const seenAt = async (): Promise<Date> =>
      (await office.forge.ctx.db('live_instances').where({ id: instance.id }).first('last_seen_at'))?.last_seen_at
    const say = async (mode: string, renders: number) => {
      const before = await seenAt()
      instance.socket.emit('heartbeat', { ...beat, mode, counters: { ...counters, renders } })
      await expect.poll(async () => (await seenAt()) > before, PATIENCE).toBe(true)
    }
    await expect.poll(seenAt, PATIENCE).toBeDefined()
    await say('accepting', 1)
    const told: string[] = []
    const stop = office.forge.ctx.changes.onChange((changes) => told.push(...changes.map(({ what }) => what)))
    await say('accepting', 2)
    expect(told).toEqual([])
    await say('frozen', 3)
    await expect.poll(() => told, PATIENCE).toEqual(['fleet'])
    stop()
  })
})

describe('who is not let in', () => {
  it('is told why: no session, one that is over, a project of others, and what has not the form', async () => {
    const leaving = await signInAgain(office.reviewer)
    await leaving.call('delete', '/sessions/current').expect(204)
    const { body } = await office.author.call('post', '/organisations').send({ name: 'Others' }).expect(201)
    const foreign = await newProject(office.author, body.id)
    const codes = [
      await pageRefusal(page('')),
      await pageRefusal(page(`${office.author.token}x`)),
      await pageRefusal(page(leaving.token)),
      await pageRefusal(page(office.token)),
      await pageRefusal(page(office.reviewer.token, foreign.id)),
      await pageRefusal(page(office.reviewer.token, randomUUID())),
      await pageRefusal(page(office.reviewer.token, 'x')),
    ].map((told) => told?.code)
    const over = 'auth.session_ended'
    expect(codes).toEqual([over, over, over, over, 'project.not_found', 'project.not_found', 'request.invalid'])
  })

  it('is let in by a session that goes on until it expires', async () => {
    const late = await signInAgain(office.reviewer)
    const { goodbye, ended } = await inside(late)
    ahead = 13 * HOUR_MS
    expect(await goodbye).toMatchObject({ code: 'auth.session_ended' })
    expect(await ended).toBe('io server disconnect')
    expect(await pageRefusal(page(late.token))).toMatchObject({ code: 'auth.session_ended' })
    ahead = 0
  })

  it('opens no more than thirty pages at once', async () => {
    const many = await addPerson(office.forge, office.author, office.organisationId, { email: 'many@example.com' })
    for (let count = 0; count < 30; count += 1) await inside(many)
    const { goodbye, ended } = await inside(many)
    expect(await goodbye).toMatchObject({ code: 'request.rate_limited', retry_after_ms: 60_000 })
    await ended
    await inside(office.reviewer)
  })
})

describe('a page is cut off within seconds', () => {
  it('when its session ends; the person’s other session goes on', async () => {
    const other = await signInAgain(office.reviewer)
    const [leaving, staying] = [await inside(other), await inside(office.reviewer)]
    await other.call('delete', '/sessions/current').expect(204)
    expect(await leaving.goodbye).toMatchObject({ code: 'auth.session_ended' })
    await leaving.ended
    expect(staying.socket.connected).toBe(true)
  })

  it('when the person leaves the organisation', async () => {
    const former = await addPerson(office.forge, office.author, office.organisationId, { email: 'cy@example.com' })
    const leaving = await inside(former)
    const membership = { user_id: former.id, organisation_id: office.organisationId }
    await office.forge.ctx.db('memberships').where(membership).update({ removed_at: new Date() })
    expect(await leaving.goodbye).toMatchObject({ code: 'project.not_found' })
    await leaving.ended
    const { length } = leaving.changed
    await (await office.newSet('Unheard')).write('unheard', 'x')
    expect(leaving.changed.length).toBe(length)
  })

  it('when it sends what has not the form, or too much of it', async () => {
    const [odd, loud] = [await inside(office.reviewer), await inside(office.reviewer)]
    odd.socket.emit('editing', { prompt_set_id: 'x', prompt_id: 'y' })
    expect(await odd.goodbye).toMatchObject({ code: 'request.invalid' })
    for (let count = 0; count < 60; count += 1) loud.socket.emit('editing', null)
    expect(await loud.goodbye).toMatchObject({ code: 'request.rate_limited' })
  })
})

describe('who edits beside one', () => {
  const place = (prompt_id: string) => ({ prompt_set_id: office.set.id, prompt_id })

  it('is told to the others of the project at once and to who comes later, until the socket has gone', async () => {
    const { id: otherId } = await newProject(office.author, office.organisationId, 'Elsewhere')
    const [ada, ben, elsewhere] = [
      await inside(office.author),
      await inside(office.reviewer),
      await inside(office.reviewer, otherId),
    ]
    ada.socket.emit('editing', place('welcome'))
    await expect.poll(ben.editing, PATIENCE).toEqual(['Ada: welcome'])
    expect(Object.keys(ben.presence.at(-1)?.editing[0] ?? {}).sort()).toEqual(['person', 'prompt_id', 'prompt_set_id'])
    const late = await inside(office.reviewer)
    await expect.poll(late.editing, PATIENCE).toEqual(['Ada: welcome'])
    ada.socket.emit('editing', place('farewell'))
    await expect.poll(ben.editing, PATIENCE).toEqual(['Ada: farewell'])
    ada.socket.emit('editing', null)
    await expect.poll(ben.editing, PATIENCE).toEqual([])
    ada.socket.emit('editing', place('welcome'))
    await expect.poll(ben.editing, PATIENCE).toEqual(['Ada: welcome'])
    ada.socket.disconnect()
    await expect.poll(ben.editing, PATIENCE).toEqual([])
    expect(elsewhere.presence.flatMap(({ editing }) => editing)).toEqual([])
  })
})

describe('who is something else in the project since', () => {
  const member = ({ id }: { id: string }) => `/organisations/${office.organisationId}/members/${id}`

  it('hears of it by the organisation’s word too, and is shown as editing only as long as they may', async () => {
    const cy = await addPerson(office.forge, office.author, office.organisationId, { email: 'roles@example.com' })
    const [own, other] = [await inside(cy), await inside(office.reviewer)]
    own.socket.emit('editing', { prompt_set_id: office.set.id, prompt_id: 'welcome' })
    await expect.poll(() => other.editing().length, PATIENCE).toBe(1)
    expect(own.heard()).not.toContain('project')
    await office.author
      .call('patch', member(cy))
      .send({ roles: ['viewer'] })
      .expect(200)
    await expect.poll(own.heard, PATIENCE).toContain('project')
    await expect.poll(other.editing, PATIENCE).toEqual([])
    own.socket.emit('editing', { prompt_set_id: office.set.id, prompt_id: 'refused' })
    expect(other.heard()).not.toContain('project')

    const heard = own.changed.length
    await office.author.call('patch', member(cy)).send({ role: 'admin' }).expect(200)
    await expect.poll(() => own.changed.length, PATIENCE).toBeGreaterThan(heard)
    own.socket.emit('editing', { prompt_set_id: office.set.id, prompt_id: 'farewell' })
    await expect.poll(() => other.editing().map((line) => line.split(': ')[1]), PATIENCE).toEqual(['farewell'])
    expect(own.socket.connected).toBe(true)
    expect(other.presence.flatMap(({ editing }) => editing.map(({ prompt_id }) => prompt_id))).not.toContain('refused')
  })

  it('hears of it on every page of theirs in that project, and nobody hears of it elsewhere', async () => {
    const di = await addPerson(office.forge, office.author, office.organisationId, { email: 'di@example.com' })
    const { id: otherId } = await newProject(office.author, office.organisationId, 'Without a word')
    const [one, two] = [await inside(di), await inside(await signInAgain(di))]
    const [elsewhere, colleague] = [await inside(di, otherId), await inside(office.reviewer, otherId)]
    const row = { project_id: office.projectId, user_id: di.id, roles: ['viewer'] }
    await office.forge.ctx.db('project_roles').insert(row)
    await expect.poll(one.heard, PATIENCE).toEqual(['project'])
    await expect.poll(two.heard, PATIENCE).toEqual(['project'])
    await office.forge.ctx
      .db('project_roles')
      .where({ user_id: di.id })
      .update({ roles: ['viewer', 'editor'] })
    await expect.poll(() => one.changed.length, PATIENCE).toBe(2)
    await expect.poll(() => two.changed.length, PATIENCE).toBe(2)
    expect([...elsewhere.heard(), ...colleague.heard()]).not.toContain('project')
    const place = { prompt_set_id: office.set.id, prompt_id: 'both' }
    one.socket.emit('editing', place)
    await expect.poll(() => two.editing().map((line) => line.split(': ')[1]), PATIENCE).toEqual(['both'])
  })
})

describe('a FORGE with pages', () => {
  it('serves the sockets of instances and of pages beside each other, each at its own path', async () => {
    const instance = rawInstance(office.forge.url, handshake(office.token))
    open.push(instance.socket)
    await Promise.all([instance.welcome, inside(office.reviewer)])
    const polled = await fetch(`${office.forge.url}${PAGE_SOCKET_PATH}/?EIO=4&transport=polling`)
    expect(polled.status).toBe(400)
  })

  it('lets its pages go when it stops, so that they come back by themselves, and takes none meanwhile', async () => {
    const stopping = await liveOffice()
    const { author, projectId, forge } = stopping
    const made = rawPage(forge.url, { token: author.token, project_id: projectId })
    await made.connected
    forge.ctx.shutdown.begin()
    const refused = rawPage(forge.url, { token: author.token, project_id: projectId })
    expect(await pageRefusal(refused)).toMatchObject({ code: 'forge.unavailable', retry_after_ms: 5_000 })
    refused.socket.disconnect()
    await forge.close()
    expect(await made.ended).toBe('transport close')
  })
})
