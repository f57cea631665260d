import { randomBytes, randomUUID } from 'node:crypto'
import request from 'supertest'
import { createAdmin } from '../../src/users/create-admin-service.js'
import { lock, newPromptSet, type PromptSetDesk } from './content.js'
import { addPerson, environmentOf, newProject, PASSWORD, type Person, signedIn } from './factories.js'
import type { TestForge } from './forge.js'
import { setRules, waive } from './policed.js'
import { accessToken, publication } from './release.js'

/** An organisation with a project that has rows in every table; two of them share one FORGE and nothing else. */
export interface Neighbour {
  owner: Person
  reviewer: Person
  organisationId: string
  projectId: string
  /** A prompt set that is locked and published. */
  published: PromptSetDesk
  /** A prompt set in review, with a comment and an approval. */
  reviewed: PromptSetDesk
  reviewId: string
  commentId: string
  environmentId: string
  publicationId: string
  tokenId: string
  /** The access token itself. */
  token: string
  instanceId: string
  syncRequestId: string
  /** The number of an entry of the project's audit trail. */
  entryNumber: string
  /** A waiver in force for the prompt set in review, of what the project's policy bans. */
  waiverId: string
  invitationId: string
  apiKeyId: string
  /** Another key of the owner's, which opens nothing of the organisation any more. */
  barredKeyId: string
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
  await setRules(owner, projectId, { banned_phrases: { phrases: ['Good day {{name}}'] } })
  const { id: waiverId } = await waive(sets.reviewed, reviewer)
  const { access_token, value: token } = await accessToken(owner, projectId)
  const { access_token: ended } = await accessToken(owner, projectId)
  await owner.call('post', `/projects/${projectId}/access-tokens/${ended.id}/revoke`).expect(200)
  const place = { organisationId, projectId, environmentId, publicationId: stored.id, tokenId: access_token.id }
  await identity(forge, owner.id, organisationId)
  const governed = await governance(forge, { owner, organisationId, projectId })
  const instanceId = await fleet(forge, { ...place, name })
  const asked = { select: { ids: [instanceId] } }
  const { body: sync } = await owner
    .call('post', `/projects/${projectId}/environments/production/sync-requests`)
    .send(asked)
    .expect(202)
  const { body: trail } = await owner.call('get', `/projects/${projectId}/audit?limit=1`).expect(200)
  const entryNumber = String(trail.entries[0].number)
  return {
    owner,
    reviewer,
    token,
    ...sets,
    ...place,
    instanceId,
    syncRequestId: sync.id,
    entryNumber,
    waiverId,
    ...governed,
  }
}

async function promptSets(owner: Person, reviewer: Person, projectId: string) {
  const published = await newPromptSet(owner, projectId, 'Published')
  await published.write('first.text', 'Hello {{name}}')
  const { version } = await lock(published, reviewer)
  const reviewed = await newPromptSet(owner, projectId, 'Reviewed')
  await reviewed.write('second.text', 'Good day {{name}}')
  await reviewed.move({ status: 'REVIEW', reviewers: [reviewer.id] }).expect(200)
  const { content_digest } = await reviewed.draft()
  const said = { content_digest, verdict: 'comment', comments: [{ body: 'Good', place: { prompt_id: 'second.text' } }] }
  const { body } = await reviewed.as(reviewer).call('post', '/reviews/current/submissions').send(said).expect(201)
  await reviewed.as(reviewer).approve()
  return { published, reviewed, version, reviewId: body.id, commentId: body.comments[0].id }
}

/** Roles, a quota, an invitation, an API key, another that is revoked here, and who reviewed once. */
async function governance(
  { ctx: { db } }: TestForge,
  { owner, organisationId, projectId }: Pick<Neighbour, 'owner' | 'organisationId' | 'projectId'>,
): Promise<Pick<Neighbour, 'invitationId' | 'apiKeyId' | 'barredKeyId'>> {
  const at = new Date()
  const roles = ['viewer', 'editor']
  const of = { organisation_id: organisationId }
  const made = { secret_sha256: randomBytes(32), created_at: at }
  const [invitationId, apiKeyId, barredKeyId] = [randomUUID(), randomUUID(), randomUUID()]
  await db('project_roles').insert({ project_id: projectId, user_id: owner.id, roles })
  await db('former_reviewers').insert({ id: randomUUID(), ...of, user_id: owner.id, until: at })
  const invited = { email: 'guest@example.com', role: 'member', roles, created_by: owner.id, expires_at: at }
  await db('quotas').insert({ ...of, kind: 'prompts', most: 5_000 })
  await db('invitations').insert({ id: invitationId, ...made, ...of, ...invited })
  const key = { id: apiKeyId, user_id: owner.id, project_id: projectId, name: 'Key', scopes: ['draft'] }
  await db('api_keys').insert({ ...made, ...key })
  const later = { created_at: new Date(at.getTime() + 1), secret_sha256: randomBytes(32) }
  await db('api_keys').insert({ ...key, ...later, id: barredKeyId, name: 'Barred' })
  await db('barred_api_keys').insert({ ...of, api_key_id: barredKeyId, barred_at: at })
  return { invitationId, apiKeyId, barredKeyId }
}

/** Who somebody is at an issuer, and that a group gave them their membership. */
async function identity({ ctx: { db } }: TestForge, user_id: string, organisation_id: string): Promise<void> {
  await db('identities').insert({ issuer: 'https://id.example', subject: user_id, user_id, created_at: new Date() })
  await db('group_memberships').insert({ organisation_id, user_id })
}

/** What instances, and somebody who could not sign in, would leave in the database. */
async function fleet(
  { ctx: { db } }: TestForge,
  place: Pick<Neighbour, 'organisationId' | 'projectId' | 'environmentId' | 'publicationId' | 'tokenId'> & {
    name: string
  },
): Promise<string> {
  const id = `instance-of-${place.name}`
  const at = new Date()
  await db('sign_in_attempts').insert({ key: place.name, failures: 1, last_at: at, next_at: at })
  const attempt = { state_sha256: place.name, secret_sha256: place.name, redirect_uri: '', expires_at: at }
  await db('oidc_attempts').insert(attempt)
  const checkpoint = { chain: place.organisationId, organisation_id: place.organisationId, seq: 1, envelope: '{}' }
  await db('audit_checkpoints')
    .insert({ ...checkpoint, created_at: at })
    .onConflict(['chain', 'seq'])
    .ignore()
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
