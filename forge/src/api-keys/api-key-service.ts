import { createHash, randomBytes } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { ApiKey, IssuedApiKey, NewApiKey } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { toBase62 } from '../access-tokens/base62.js'
import { auditAccount } from '../audit/audit-account.js'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor, SessionActor, UserActor } from '../http/actor.js'
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
    if (project_id !== undefined) await getProjectOf(trx, actor, project_id, 'project.read')
    const value = `${API_KEY_MARK}${toBase62(randomBytes(SECRET_BYTES))}`
    const id = ctx.newId()
    const place = { id, user_id: actor.id, project_id: project_id ?? null, secret_sha256: apiKeyDigest(value) }
    await insertApiKey(trx, { ...place, name, scopes, created_at, expires_at })
    const api_key = await getApiKey(trx, actor.id, id)
    const details = { name, scopes, expires_at: api_key.expires_at }
    await auditKey(trx, actor, created_at, { ...api_key, userId: actor.id, action: 'api_key.made', details })
    return { api_key, value }
  })
}

/** The API keys of the person who asks. */
export function listOwnApiKeys(ctx: AppContext, actor: SessionActor): Promise<ApiKey[]> {
  return ctx.asActor(actor, (trx) => listApiKeys(trx, actor.id))
}

/** Ends an API key of the person who asks, for good. */
export function revokeOwnApiKey(ctx: AppContext, actor: SessionActor, id: string): Promise<void> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    const key = await getApiKey(trx, actor.id, id)
    const userId = actor.id
    if (!(await revokeApiKey(trx, { userId, id }, ctx.now()))) return
    await auditKey(trx, actor, ctx.now(), { ...key, userId, action: 'api_key.revoked', details: { name: key.name } })
  })
}

/** Ends every API key of an account, on the record; answers how many opened something until now. It takes a transaction of FORGE's. */
export async function revokeApiKeysOf(
  ctx: AppContext,
  trx: Knex.Transaction,
  actor: Actor,
  userId: string,
): Promise<number> {
  const at = ctx.now()
  const good = await listGoodApiKeys(trx, userId, at)
  for (const key of good) {
    await revokeApiKey(trx, { userId, id: key.id }, at)
    await auditKey(trx, actor, at, { ...key, userId, action: 'api_key.revoked', details: { name: key.name } })
  }
  return good.length
}

/** Somebody's API keys that open something. */
export async function listGoodApiKeys(trx: Knex, userId: string, at: Date): Promise<ApiKey[]> {
  const isGood = ({ revoked_at, expires_at }: ApiKey): boolean =>
    revoked_at === null && (expires_at === null || new Date(expires_at) > at)
  return (await listApiKeys(trx, userId)).filter(isGood)
}

/** Writes of a key into the trail of those whose things it opens: of its project, or of its owner's organisations. */
async function auditKey(
  trx: Knex.Transaction,
  actor: Actor,
  at: Date,
  { id, project_id, userId, action, details }: Pick<ApiKey, 'id' | 'project_id'> & KeyEntry,
): Promise<void> {
  const entry = { action, target: id, details }
  if (project_id === null) await auditAccount(trx, actor, at, { userId, ...entry })
  else await insertAuditEntry(trx, actor, at, { projectId: project_id, ...entry })
}

interface KeyEntry {
  userId: string
  action: string
  details: Record<string, unknown>
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
