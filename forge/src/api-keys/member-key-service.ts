import { AnvilError } from '@anvil/shared'
import type { MemberApiKeyPage, MemberApiKeyQuery } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { barApiKey, listMemberKeys } from './member-key-store.js'

/** Keys are their owners', so FORGE reads of them what an organisation may know. */
const ACCOUNTS = { kind: 'system', id: 'accounts' } as const
const RIGHT = 'organisation.members'

/** The API keys by which members act in an organisation, for its admins. */
export function listKeysOfMembers(
  ctx: AppContext,
  actor: UserActor,
  organisationId: string,
  { cursor, limit }: MemberApiKeyQuery,
): Promise<MemberApiKeyPage> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, RIGHT)
    const asked = { at: ctx.now(), limit: limit + 1, ...(cursor !== undefined && { cursor }) }
    const found = await listMemberKeys(trx, organisationId, asked)
    const api_keys = found.slice(0, limit)
    return { api_keys, next_cursor: found.length > limit ? (api_keys.at(-1)?.id ?? null) : null }
  })
}

/** Ends what a member's API key may do in an organisation, for good; in others it goes on. */
export function revokeKeyOfMember(
  ctx: AppContext,
  actor: UserActor,
  key: { organisationId: string; apiKeyId: string },
): Promise<void> {
  const { organisationId, apiKeyId: id } = key
  return ctx.asActor(ACCOUNTS, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, RIGHT)
    const at = ctx.now()
    const [found] = await listMemberKeys(trx, organisationId, { at, id })
    if (!found)
      throw new AnvilError(
        'api_key.not_found',
        'No member of this organisation has such an API key that opens anything here. List the keys anew.',
      )
    await barApiKey(trx, { organisationId, id }, at)
    const { name, owner } = found
    const details = { name, owner: owner.id }
    await insertAuditEntry(trx, actor, at, { organisationId, action: 'api_key.barred', target: id, details })
  })
}
