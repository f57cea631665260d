import { randomUUID } from 'node:crypto'
import { createAdmin } from '../../src/users/create-admin-service.js'
import type { PromptSetKey } from '../../src/prompt-sets/prompt-set-row.js'
import { newPromptSet } from './content.js'
import { environmentOf, PASSWORD } from './factories.js'
import type { TestForge } from './forge.js'
import { pastGuards } from './past-guards.js'
import { type Neighbour, neighbours } from './neighbours.js'

/** Two neighbours, and around them what the conditions of store functions are there to leave out. */
export interface StoreScene {
  me: Neighbour
  other: Neighbour
  at: Date
  longAgo: Date
  /** The version of a neighbour's published prompt set. */
  version: (of: Neighbour) => string
  digest: string
  published: PromptSetKey
  reviewed: PromptSetKey
  /** My project with a prompt set of the neighbour's. */
  mixed: PromptSetKey
  stagingId: string
  archivedId: string
  /** Somebody who belonged to my organisation. */
  formerId: string
  sessionId: string
  endedTokenId: string
  publicId: string
  /** A project with one member, and one who has left. */
  lonely: { projectId: string; ownerId: string }
  invitation: Secretive
  apiKey: Secretive
  theirIds: string[]
}

/** What of mine a secret opens, and the same of the neighbour's. */
interface Secretive {
  id: string
  theirId: string
  secret: Buffer
}

/** The id of an instance that takes pushes by HTTP, in each neighbour's project. */
export const BATCH_ID = 'batch'

const SYSTEM = { kind: 'system', id: 'test' } as const

export async function storeScene(forge: TestForge): Promise<StoreScene> {
  const [me, other] = await neighbours(forge)
  const { db } = forge.ctx
  const at = new Date()
  const archived = await newPromptSet(me.owner, me.projectId, 'Archived')
  await archived.write('archived.text', 'Says {{> first.text}}')
  await db('prompt_sets').where({ id: archived.id }).update({ archived_at: at })
  await me.reviewed.move({ status: 'LIVE' }).expect(200)
  const chat = { kind: 'chat', messages: [{ role: 'user', template: 'Good day' }] }
  await me.reviewed.call('put', '/prompts/some.chat').set('If-None-Match', '*').send(chat).expect(201)
  await me.reviewed.move({ status: 'REVIEW' }).expect(200)
  await me.reviewed.as(me.reviewer).approve()
  await other.reviewed.move({ status: 'LIVE' }).expect(200)
  await other.reviewed.write('theirs.only', 'Nobody else has this id {{> first.text}}')
  await other.reviewed.move({ status: 'REVIEW' }).expect(200)
  await db('projects').where({ id: other.projectId }).update({ required_approvals: 2 })
  const versions: { id: string; project_id: string; content_digest: string }[] = await db('versions')
  const of = ({ projectId }: Neighbour) => versions.find((version) => version.project_id === projectId)
  await preRelease(forge, of(me)?.id, me.reviewed.id)
  for (const of of [me, other]) await receivingInstances(forge, of)
  await db('draft_authors').where({ prompt_set_id: other.reviewed.id }).update({ by_key: true })
  await db('review_events').where({ kind: 'requested' }).update({ body: 'Please' })
  await db('publication_outbox').where({ publication_id: other.publicationId }).update({ announced_at: at })
  await forgottenInstance(forge, me)
  await forge.ctx.trail.seal()
  await secondApproval(forge, me)
  const key = (promptSetId: string): PromptSetKey => ({ projectId: me.projectId, promptSetId })
  const ended = await db('access_tokens').where({ project_id: me.projectId }).whereNotNull('revoked_at').first()
  const token = await db('access_tokens').where({ id: me.tokenId }).first()
  return {
    me,
    other,
    at,
    longAgo: new Date(0),
    version: (neighbour) => of(neighbour)?.id ?? '',
    digest: of(me)?.content_digest ?? '',
    published: key(me.published.id),
    reviewed: key(me.reviewed.id),
    mixed: key(other.reviewed.id),
    stagingId: (await environmentOf(me.owner, me.projectId, 'staging')).id,
    archivedId: archived.id,
    formerId: await formerMember(forge, me.organisationId, 'former'),
    sessionId: (await db('sessions').where({ user_id: me.owner.id }).first('id')).id,
    endedTokenId: ended.id,
    publicId: token.public_id,
    lonely: await lonelyProject(forge),
    invitation: await secretive(forge, 'invitations', { created_by: [me.owner.id, other.owner.id] }),
    apiKey: await secretive(forge, 'api_keys', { user_id: [me.owner.id, other.owner.id] }),
    theirIds: await idsOf(forge, other),
  }
}

async function secretive(
  { ctx: { db } }: TestForge,
  table: string,
  owners: Record<string, readonly [mine: string, theirs: string]>,
): Promise<Secretive> {
  const [[column, [mine, theirs]] = ['', ['', '']]] = Object.entries(owners)
  const { id, secret_sha256: secret } = await db(table)
    .where({ [column]: mine })
    .orderBy('created_at')
    .first('id', 'secret_sha256')
  return {
    id,
    secret,
    theirId: (
      await db(table)
        .where({ [column]: theirs })
        .orderBy('created_at')
        .first('id')
    ).id,
  }
}

/** A version of a prompt set that was never locked. */
async function preRelease({ ctx: { db } }: TestForge, versionId = '', prompt_set_id = ''): Promise<void> {
  const version = await db('versions').where({ id: versionId }).first()
  const about = { id: randomUUID(), prompt_set_id, version: '0.1.0-review.1', kind: 'review' }
  await db('versions').insert({ ...version, approvals: JSON.stringify(version.approvals), waivers: '[]', ...about })
}

/** An approval of the same content by somebody else. */
async function secondApproval({ ctx: { db } }: TestForge, { reviewed, owner }: Neighbour): Promise<void> {
  const approval = await db('approvals').where({ prompt_set_id: reviewed.id }).orderBy('created_at').first()
  const row = { ...approval, id: randomUUID(), user_id: owner.id, created_at: new Date() }
  await pastGuards(db, 'approvals', async () => db('approvals').insert(row))
}

/** Gives an address to the instance that is told by its socket, and a second one that has no socket and did not answer yet. */
async function receivingInstances({ ctx: { db } }: TestForge, of: Neighbour): Promise<void> {
  const place = { environment_id: of.environmentId, id: of.instanceId }
  await db('live_instances').where(place).update({ receiver_url: 'https://app.example/anvil/receive' })
  const instance = await db('live_instances').where(place).first()
  await db('live_instances').insert({ ...instance, id: BATCH_ID, by_socket: false })
  const delivery = await db('deliveries').where({ publication_id: of.publicationId }).first()
  await db('deliveries').insert({ ...delivery, instance_id: BATCH_ID, state: 'sent' })
  const answer = await db('sync_answers').where({ request_id: of.syncRequestId }).first()
  await db('sync_answers').insert({ ...answer, instance_id: BATCH_ID, state: 'told' })
}

async function forgottenInstance({ ctx: { db } }: TestForge, { environmentId }: Neighbour): Promise<void> {
  const instance = await db('live_instances').where({ environment_id: environmentId }).first()
  await db('live_instances').insert({ ...instance, id: 'forgotten', last_seen_at: new Date(0) })
}

async function formerMember({ ctx: { db } }: TestForge, organisation_id: string, name: string): Promise<string> {
  const [id, created_at] = [randomUUID(), new Date(0)]
  await db('users').insert({ id, email: `${name}@example.com`, name, password_hash: 'none', created_at })
  await db('memberships').insert({ organisation_id, user_id: id, role: 'member', created_at, removed_at: created_at })
  await db('sessions').insert({
    id: randomUUID(),
    user_id: id,
    created_at,
    expires_at: created_at,
    revoked_at: created_at,
  })
  return id
}

async function lonelyProject(forge: TestForge): Promise<StoreScene['lonely']> {
  const { user, organisation } = await createAdmin(forge.ctx, SYSTEM, {
    email: 'lonely@example.com',
    password: PASSWORD,
    organisation: { name: 'Lonely', slug: 'lonely' },
  })
  await formerMember(forge, organisation.id, 'gone')
  const [id, created_at] = [randomUUID(), new Date()]
  const project = { id, organisation_id: organisation.id, name: 'Lonely', slug: 'lonely' }
  await forge.ctx.db('projects').insert({ ...project, created_at, updated_at: created_at })
  return { projectId: id, ownerId: user.id }
}

/** The ids of all that is a neighbour's. */
async function idsOf({ ctx: { db } }: TestForge, { organisationId, projectId, ...of }: Neighbour): Promise<string[]> {
  const ids = [organisationId, projectId, of.owner.id, of.reviewer.id, of.instanceId]
  const tables = [
    'environments',
    'prompt_sets',
    'prompts',
    'versions',
    'publications',
    'access_tokens',
    'sync_requests',
  ]
  for (const table of tables) ids.push(...(await db(table).where({ project_id: projectId }).pluck('id')))
  return ids
}
