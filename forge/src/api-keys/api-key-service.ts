import { createHash, randomBytes } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { ApiKey, IssuedApiKey, NewApiKey } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { toBase62 } from '../access-tokens/base62.js'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { SessionActor, UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { type GoodApiKey, insertApiKey, listApiKeys, noteApiKeyUse, revokeApiKey } from './api-key-store.js'

const SECRET_BYTES = 32
/** A key is of an account and maybe of no organisation, so FORGE writes of it, in the name of its person. */
const ACCOUNTS = { kind: 'system', id: 'accounts' } as const
const USED_EVERY_MS = 60_000
/** How the value of an API key begins, by which it is told from a session's token. */
export const API_KEY_MARK = 'anvk_'

/** Makes an API key for a person's program; its value is shown this once. */
export function makeApiKey(ctx: AppContext, actor: SessionActor, input: NewApiKey): Promise<IssuedApiKey> {
  const { name, scopes, project_id } = input
  const expires_at = input.expires_at === undefined ? null : new Date(input.expires_at)
  const created_at = ctx.now()
  if (expires_at && expires_at <= created_at)
    throw new AnvilError('request.invalid', `expires_at ${input.expires_at} is past. Send a time to come.`)
  return ctx.asActor(ACCOUNTS, async (trx) => {
    const project = project_id === undefined ? undefined : await getProjectOf(trx, actor, project_id, 'project.read')
    const value = `${API_KEY_MARK}${toBase62(randomBytes(SECRET_BYTES))}`
    const id = ctx.newId()
    const place = { id, user_id: actor.id, project_id: project_id ?? null, secret_sha256: apiKeyDigest(value) }
    await insertApiKey(trx, { ...place, name, scopes, created_at, expires_at })
    const details = { name, scopes, expires_at: expires_at?.toISOString() ?? null }
    const of = { organisationId: project?.organisation_id, projectId: project_id }
    await insertAuditEntry(trx, actor, created_at, { ...of, action: 'api_key.made', target: id, details })
    return { api_key: await getApiKey(trx, actor.id, id), value }
  })
}

/** The API keys of the person who asks. */
export function listOwnApiKeys(ctx: AppContext, actor: SessionActor): Promise<ApiKey[]> {
  return ctx.asActor(actor, (trx) => listApiKeys(trx, actor.id))
}

/** Ends an API key of the person who asks, for good. */
export function revokeOwnApiKey(ctx: AppContext, actor: SessionActor, id: string): Promise<void> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    const { name, project_id } = await getApiKey(trx, actor.id, id)
    if (!(await revokeApiKey(trx, { userId: actor.id, id }, ctx.now()))) return
    const entry = { projectId: project_id ?? undefined, action: 'api_key.revoked', target: id, details: { name } }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
  })
}

/** Who asks with an API key that is good; notes at most once a minute that it is used. */
export async function apiKeyActor(
  ctx: AppContext,
  { userId, key, lastUsedAt }: GoodApiKey,
  from: Pick<UserActor, 'requestId' | 'address'>,
): Promise<UserActor> {
  const actor = { kind: 'user', id: userId, apiKey: key, ...from } as const
  const at = ctx.now()
  if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() >= USED_EVERY_MS)
    await ctx.asActor(actor, (trx) => noteApiKeyUse(trx, { userId, id: key.id }, at))
  return actor
}

/** What is kept of a key's value: it has as many random bits as its hash, so no slow hash is needed. */
export function apiKeyDigest(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}

async function getApiKey(trx: Knex, userId: string, id: string): Promise<ApiKey> {
  const [key] = await listApiKeys(trx, userId, id)
  if (key) return key
  throw new AnvilError('api_key.not_found', 'You have no such API key. List yours anew.')
}
