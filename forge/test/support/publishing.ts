import { randomUUID } from 'node:crypto'
import type { Bundle } from '@anvil/shared'
import { contentDigest, sealBundle } from '@anvil/shared/bundle'
import { aBundle, textPrompt } from '@anvil/shared/testing'
import type { AppContext } from '../../src/context.js'
import type { UserActor } from '../../src/http/actor.js'
import { createFirstHead } from '../../src/publishing/first-head.js'

/** A person, their organisation and a project with an environment, as rows. */
export interface Place {
  actor: UserActor
  project: { id: string }
  environment: { id: string; slug: string }
}

interface EnvironmentRule {
  allowed_kinds?: string[]
  required_approvals?: number
}

/** Makes a project with the environment `production`, born with its first head. */
export async function aPlace(ctx: AppContext, rule: EnvironmentRule = {}): Promise<Place> {
  const at = ctx.now()
  const [organisation_id, user_id, project_id] = [randomUUID(), randomUUID(), randomUUID()]
  const name = `Test ${organisation_id}`
  await ctx.db('organisations').insert({ id: organisation_id, name, slug: organisation_id, created_at: at })
  await ctx
    .db('users')
    .insert({ id: user_id, email: `${user_id}@example.com`, name, password_hash: '', created_at: at })
  await ctx.db('memberships').insert({ organisation_id, user_id, role: 'owner', created_at: at })
  await ctx
    .db('projects')
    .insert({ id: project_id, organisation_id, name, slug: 'test', created_at: at, updated_at: at })
  const actor = { kind: 'user', id: user_id, sessionId: randomUUID(), requestId: 'test', address: '::1' } as const
  return { actor, project: { id: project_id }, environment: await anEnvironment(ctx, project_id, 'production', rule) }
}

/** Adds an environment that takes locked versions only, unless told otherwise. */
export async function anEnvironment(
  ctx: AppContext,
  projectId: string,
  slug: string,
  rule: EnvironmentRule = {},
): Promise<{ id: string; slug: string }> {
  const environment = { id: randomUUID(), slug }
  await ctx.db.transaction(async (trx) => {
    await trx('environments').insert({
      ...environment,
      project_id: projectId,
      name: slug,
      allowed_kinds: rule.allowed_kinds ?? ['locked'],
      required_approvals: rule.required_approvals ?? 0,
      created_at: ctx.now(),
    })
    await createFirstHead(ctx, trx, { project: { id: projectId }, environment })
  })
  return environment
}

/** Adds a LOCKED prompt set without versions and returns its id. */
export async function aPromptSet(ctx: AppContext, projectId: string, slug: string): Promise<string> {
  const id = randomUUID()
  const at = ctx.now()
  await ctx
    .db('prompt_sets')
    .insert({ id, project_id: projectId, name: slug, slug, status: 'LOCKED', created_at: at, updated_at: at })
  return id
}

/** Stores a version of a prompt set: `prompts` are templates by id. */
export async function aVersion(
  ctx: AppContext,
  set: { projectId: string; promptSetId: string; slug: string },
  { version, prompts, kind = 'locked' }: { version: string; prompts: Record<string, string>; kind?: string },
): Promise<{ id: string; bundle: Bundle; contentDigest: string; sha256: string }> {
  const snapshot = Object.fromEntries(Object.entries(prompts).map(([id, template]) => [id, textPrompt(template)]))
  const { projectId: project_id, promptSetId: prompt_set_id } = set
  const bundle = aBundle({ project_id, prompt_set_id, prompt_set: set.slug, version, snapshot })
  const sealed = sealBundle(bundle)
  const row = { id: randomUUID(), content_digest: contentDigest(bundle), sha256: sealed.sha256 }
  await ctx.db('versions').insert({
    ...row,
    project_id,
    prompt_set_id,
    version,
    kind,
    bytes: Buffer.from(sealed.bytes),
    gzip: Buffer.from(sealed.gzip),
    prompt_ids: Object.keys(snapshot),
    prompt_count: Object.keys(snapshot).length,
    required_approvals: 0,
    approvals: '[]',
    created_at: ctx.now(),
  })
  return { id: row.id, bundle, contentDigest: row.content_digest, sha256: row.sha256 }
}
