import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { AccessToken, IssuedAccessToken, NewAccessToken } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import {
  getAccessToken,
  insertAccessToken,
  listAccessTokens,
  revokeOnce,
  toAccessToken,
  type TokenKey,
} from './access-token-store.js'
import { newTokenText } from './token-text.js'
import { openTokenValue, sealTokenValue } from './token-value.js'

/** Issues an access token for an environment; its value can be shown again to an admin. */
export function issueToken(
  ctx: AppContext,
  actor: UserActor,
  projectId: string,
  input: NewAccessToken,
): Promise<IssuedAccessToken> {
  return ctx.asActor(actor, async (trx) => {
    const { organisation_id: organisationId } = await getProjectOf(trx, actor, projectId, 'token.manage')
    const environment = await getEnvironment(trx, projectId, input.environment)
    const expiresAt = input.expires_at === undefined ? null : futureDate(ctx, input.expires_at)
    const { name } = input
    return makeToken(ctx, trx, actor, { organisationId, environment, name, expiresAt, rotatedFrom: null })
  })
}

/** What a new access token is made of. */
export interface NewToken {
  organisationId: string
  environment: { id: string; project_id: string; slug: string }
  name: string
  expiresAt: Date | null
  rotatedFrom: string | null
}

/** Makes an access token, for somebody who was found to have the right, on the record. */
export async function makeToken(
  ctx: AppContext,
  trx: Knex.Transaction,
  actor: UserActor,
  { organisationId, environment, name, expiresAt, rotatedFrom }: NewToken,
): Promise<IssuedAccessToken> {
  const id = ctx.newId()
  const projectId = environment.project_id
  const { value, publicId } = newTokenText(environment.slug)
  await insertAccessToken(trx, {
    id,
    project_id: projectId,
    environment_id: environment.id,
    public_id: publicId,
    name,
    secret_sha256: createHash('sha256').update(value).digest(),
    value_encrypted: sealTokenValue(ctx.secrets, id, value),
    expires_at: expiresAt,
    created_by: actor.id,
    created_at: ctx.now(),
    rotated_from: rotatedFrom,
  })
  const details = {
    name,
    environment: environment.slug,
    ...(rotatedFrom === null ? {} : { rotated_from: rotatedFrom }),
  }
  await audit(ctx, trx, actor, { organisationId, projectId, action: 'access_token.issued', target: id, details })
  return { access_token: toAccessToken(await getAccessToken(trx, { projectId, tokenId: id }), ctx.now()), value }
}

/** The access tokens of a project, without their values. */
export function listTokens(ctx: AppContext, actor: UserActor, projectId: string): Promise<AccessToken[]> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    return listAccessTokens(trx, projectId, ctx.now())
  })
}

/** Shows the value of an access token again, to an admin, on the record, unless the project forbids it. */
export function revealToken(ctx: AppContext, actor: UserActor, key: TokenKey): Promise<string> {
  return ctx.asActor(actor, async (trx) => {
    const project = await getProjectOf(trx, actor, key.projectId, 'token.manage')
    if (!project.show_token_values)
      throw new AnvilError(
        'auth.forbidden',
        'This project shows the value of no access token again. Rotate the token to get a new value.',
      )
    const row = await getAccessToken(trx, key)
    if (row.revoked_at) {
      throw new AnvilError(
        'access_token.revoked',
        'This access token is revoked, so its value opens nothing and is not shown. Issue another one.',
      )
    }
    const place = { organisationId: project.organisation_id, projectId: key.projectId }
    const entry = { ...place, action: 'access_token.revealed', target: row.id }
    await audit(ctx, trx, actor, entry)
    return openTokenValue(ctx.secrets, row.id, row.value_encrypted).reveal()
  })
}

/** Ends an access token for good; what uses it is cut off. */
export async function revokeToken(ctx: AppContext, actor: UserActor, key: TokenKey): Promise<AccessToken> {
  const revoked = await ctx.asActor(actor, async (trx) => {
    const { organisation_id: organisationId } = await getProjectOf(trx, actor, key.projectId, 'token.manage')
    const before = await getAccessToken(trx, key)
    if (!(await revokeOnce(trx, before.id, ctx.now()))) {
      throw new AnvilError('access_token.revoked', 'This access token was revoked before. There is nothing left to do.')
    }
    const entry = { organisationId, projectId: key.projectId, action: 'access_token.revoked', target: before.id }
    await audit(ctx, trx, actor, entry)
    return toAccessToken(await getAccessToken(trx, key), ctx.now())
  })
  ctx.tokenRevocations.announce(revoked.id)
  return revoked
}

function audit(
  ctx: AppContext,
  trx: Knex.Transaction,
  actor: UserActor,
  entry: Parameters<typeof insertAuditEntry>[3],
): Promise<void> {
  return insertAuditEntry(trx, actor, ctx.now(), entry)
}

/** A time to come, from what was sent. */
export function futureDate(ctx: AppContext, text: string): Date {
  const date = new Date(text)
  if (date > ctx.now()) return date
  throw new AnvilError('request.invalid', `expires_at ${text} is past. Send a time to come, or leave it out.`)
}
