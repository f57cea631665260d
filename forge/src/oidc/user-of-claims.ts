import { AnvilError } from '@anvil/shared'
import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { revokeApiKeysOf } from '../api-keys/api-key-service.js'
import { auditAccount } from '../audit/audit-account.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { isInvited } from '../invitations/invitation-store.js'
import { applyGroups, grantsOf } from './apply-groups.js'
import { findUserOfIdentity, hasIdentity, insertIdentity } from './identity-store.js'
import type { OidcClaims } from './oidc-claims.js'
import type { SignInPlace } from '../users/session-service.js'
import { endSessionsOf } from '../users/session-store.js'
import { findUserByEmail, holdAddress, insertUser, updatePassword, type UserWithPassword } from '../users/user-store.js'

/** The account of a person whom the issuer named, made or linked where it is their first time, with what their groups give. */
export async function userOfClaims(
  ctx: AppContext,
  trx: Knex.Transaction,
  claims: OidcClaims,
  { address, requestId }: SignInPlace,
): Promise<User> {
  const unplaced: Actor = { kind: 'system', id: 'oidc', means: 'anonymous', requestId }
  const actor = { ...unplaced, address }
  const known = await findUserOfIdentity(trx, claims.issuer, claims.subject)
  if (known) {
    await applyGroups(ctx, trx, { user: known, groups: claims.groups, actor })
    return known
  }
  const { user, isNew } = await firstTime(ctx, trx, claims, unplaced)
  await applyGroups(ctx, trx, { user, groups: claims.groups, actor })
  const entry = { userId: user.id, action: 'identity.made', target: user.id, details: { issuer: claims.issuer } }
  if (isNew) await auditAccount(trx, actor, ctx.now(), entry)
  return user
}

/** Whose account claims are about, whatever they are worth; undefined where there is none. */
export async function findUserOfClaims(trx: Knex, { issuer, subject, email }: OidcClaims): Promise<User | undefined> {
  const known = await findUserOfIdentity(trx, issuer, subject)
  return known ?? (email === undefined ? undefined : (await findUserByEmail(trx, email))?.user)
}

/** Links the account of the person's address, or makes one. */
async function firstTime(
  ctx: AppContext,
  trx: Knex.Transaction,
  claims: OidcClaims,
  actor: Actor,
): Promise<{ user: User; isNew: boolean }> {
  const email = verifiedAddress(claims)
  await holdAddress(trx, email)
  const found = await findUserByEmail(trx, email)
  const user = found?.user ?? (await newAccount(ctx, trx, { ...claims, email }))
  const { issuer, subject } = claims
  if (found) {
    // Before the identity is known, so that whoever gave the account out is told that it opens nothing any more; but not where its owner is.
    const details = { issuer, ...(await takeOver(ctx, trx, found, actor)) }
    await auditAccount(trx, actor, ctx.now(), { userId: user.id, action: 'identity.linked', target: user.id, details })
  }
  await insertIdentity(trx, { issuer, subject, user_id: user.id, created_at: ctx.now() })
  return { user, isNew: !found }
}

/**
 * Whoever made an account need not be who the issuer says its address belongs to: the first time that is known, nothing
 * opens it any more that was given out before. Answers what there was.
 */
async function takeOver(
  ctx: AppContext,
  trx: Knex.Transaction,
  { user, passwordHash }: UserWithPassword,
  actor: Actor,
): Promise<object> {
  if (await hasIdentity(trx, user.id)) return {}
  await updatePassword(trx, user.id, null)
  const sessions_ended = await endSessionsOf(trx, user.id, ctx.now())
  const api_keys_revoked = await revokeApiKeysOf(ctx, trx, actor, user.id)
  return { password_removed: passwordHash !== undefined, sessions_ended, api_keys_revoked }
}

function verifiedAddress({ email, emailVerified }: OidcClaims): string {
  if (email !== undefined && emailVerified) return email
  const what = email === undefined ? 'no mail address for you' : `no more than that ${email} may be your address`
  throw new AnvilError(
    'oidc.unverified_email',
    `The place where you signed in tells ${what}, and FORGE knows people by addresses that were verified. Have yours verified there, and sign in again.`,
  )
}

async function newAccount(
  ctx: AppContext,
  trx: Knex.Transaction,
  { email, name, groups }: OidcClaims & { email: string },
): Promise<User> {
  if ((await grantsOf(ctx, trx, groups)).size === 0 && !(await isInvited(trx, email, ctx.now()))) {
    throw new AnvilError(
      'oidc.no_access',
      `${email} has no account here, and neither an invitation nor one of your groups opens an organisation. Ask an admin of one to invite you.`,
    )
  }
  const user = { id: ctx.newId(), email, name: name ?? email }
  await insertUser(trx, { ...user, password_hash: null, created_at: ctx.now() })
  return user
}
