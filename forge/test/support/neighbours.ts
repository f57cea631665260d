import request from 'supertest'
import { createAdmin } from '../../src/users/create-admin-service.js'
import { lock, newPromptSet, type PromptSetDesk } from './content.js'
import { addPerson, environmentOf, newProject, PASSWORD, type Person, signedIn } from './factories.js'
import type { TestForge } from './forge.js'
import { accessToken, publication } from './release.js'

/** An organisation with a project that has rows in every table; two of them share one FORGE and nothing else. */
export interface Neighbour {
  owner: Person
  reviewer: Person
  organisationId: string
  projectId: string
  /** A prompt set that is locked and published. */
  published: PromptSetDesk
  /** A prompt set in review, with an approval. */
  reviewed: PromptSetDesk
  environmentId: string
  publicationId: string
  tokenId: string
  /** The access token itself. */
  token: string
  instanceId: string
  syncRequestId: string
}

export async function neighbours(forge: TestForge): Promise<[Neighbour, Neighbour]> {
  return [await neighbour(forge, 'north'), await neighbour(forge, 'south')]
}

async function neighbour(forge: TestForge, name: string): Promise<Neighbour> {
  const email = `owner@${name}.example`
  const organisation = { name, slug: name }
  const made = await createAdmin(
    forge.ctx,
    { kind: 'system', id: 'test' },
    { email, name: `Owner of ${name}`, password: PASSWORD, organisation },
  )
  const session = await request(forge.app).post('/api/v1/sessions').send({ email, password: PASSWORD }).expect(201)
  const owner = signedIn(forge, session.body)
  const organisationId = made.organisation.id
  const reviewer = await addPerson(forge, owner, organisationId, { email: `reviewer@${name}.example` })
  const { id: projectId } = await newProject(owner, organisationId, `Project of ${name}`)
  const sets = await promptSets(owner, reviewer, projectId)
  const { id: environmentId } = await environmentOf(owner, projectId)
  const body = { kind: 'publish', sets: [{ prompt_set_id: sets.published.id, version: sets.version }] }
  const { body: stored } = await publication(owner, projectId, body, { key: name }).expect(201)
  const { access_token, value: token } = await accessToken(owner, projectId)
  const { access_token: ended } = await accessToken(owner, projectId)
  await owner.call('post', `/projects/${projectId}/access-tokens/${ended.id}/revoke`).expect(200)
  const place = { organisationId, projectId, environmentId, publicationId: stored.id, tokenId: access_token.id }
  const instanceId = await fleet(forge, { ...place, name })
  const asked = { select: { ids: [instanceId] } }
  const { body: sync } = await owner
    .call('post', `/projects/${projectId}/environments/production/sync-requests`)
    .send(asked)
    .expect(202)
  return { owner, reviewer, token, ...sets, ...place, instanceId, syncRequestId: sync.id }
}

async function promptSets(owner: Person, reviewer: Person, projectId: string) {
  const published = await newPromptSet(owner, projectId, 'Published')
  await published.write('first.text', 'Hello {{name}}')
  const { version } = await lock(published, reviewer)
  const reviewed = await newPromptSet(owner, projectId, 'Reviewed')
  await reviewed.write('second.text', 'Good day {{name}}')
  await reviewed.move({ status: 'REVIEW' }).expect(200)
  await reviewed.as(reviewer).approve()
  return { published, reviewed, version }
}

/** What instances, and somebody who could not sign in, would leave in the database. */
async function fleet(
  { ctx: { db } }: TestForge,
  place: Pick<Neighbour, 'projectId' | 'environmentId' | 'publicationId' | 'tokenId'> & { name: string },
): Promise<string> {
  const id = `instance-of-${place.name}`
  const at = new Date()
  await db('sign_in_attempts').insert({ key: place.name, failures: 1, last_at: at, next_at: at })
  const of = { project_id: place.projectId, environment_id: place.environmentId }
  const about = {
    app: 'shop',
    host: 'h',
    pid: 1,
    sdk: '1',
    runtime: 'node',
    address: '',
    state: 'LIVE',
    trust: 'pinned',
  }
  const flags = { mode: 'accepting', insecure: false, by_socket: true, connected: true }
  const seen = { first_seen_at: at, last_seen_at: at }
  await db('live_instances').insert({ ...of, id, access_token_id: place.tokenId, ...about, ...flags, ...seen })
  const delivery = { publication_id: place.publicationId, instance_id: id, connected: true, state: 'applied' }
  await db('deliveries').insert({ ...of, ...delivery, created_at: at, updated_at: at })
  const proof = { epoch: 1, sequence: 0, envelope: Buffer.from('{}'), keysets: '[]', instance_id: id, proven_at: at }
  await db('fleet_proofs').insert({ ...of, ...proof, access_token_id: place.tokenId })
  return id
}
