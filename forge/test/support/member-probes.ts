import type { Knex } from 'knex'
import type * as ApiKeys from '../../src/api-keys/api-key-store.js'
import type * as MemberKeys from '../../src/api-keys/member-key-store.js'
import type * as Invitations from '../../src/invitations/invitation-store.js'
import type * as FormerReviewers from '../../src/organisations/former-reviewer-store.js'
import type * as ProjectMembers from '../../src/project-members/project-member-store.js'
import type * as Quotas from '../../src/quotas/quota-store.js'
import type { Calls } from './store-probes.js'
import type { StoreScene } from './store-scene.js'

/** What is asked of the stores of roles, invitations, API keys and quotas, by the path of the store below `src`. */
export const MEMBER_PROBES = {
  'quotas/quota-store': (store: typeof Quotas, { me, at, published }: StoreScene): Calls => [
    (trx) => store.listQuotas(trx, me.organisationId, at),
    (trx) => store.findInstanceQuota(trx, published.projectId, at),
    (trx) => store.findInstanceQuota(trx, me.organisationId, at),
    async (trx) => {
      await store.upsertQuota(trx, me.organisationId, 'prompts', 7)
      await store.upsertQuota(trx, me.organisationId, 'prompts', 8)
      return store.listQuotas(trx, me.organisationId, at)
    },
  ],
  'organisations/former-reviewer-store': (
    store: typeof FormerReviewers,
    { me, other, formerId }: StoreScene,
  ): Calls => [
    (trx) => store.listReviewedProjects(trx, me.organisationId, me.owner.id),
    (trx) => store.listReviewedProjects(trx, me.organisationId, me.reviewer.id),
    (trx) => store.listReviewedProjects(trx, me.organisationId, formerId),
    (trx) => store.listReviewedProjects(trx, me.organisationId, other.owner.id),
    ...[me.owner.id, me.reviewer.id, formerId, other.owner.id].map(
      (userId): Calls[number] =>
        (trx) =>
          store.reviewsByMembership(trx, me.organisationId, userId),
    ),
    async (trx) => {
      await trx('memberships')
        .where({ user_id: me.reviewer.id })
        .update({ role: 'member', roles: ['viewer'] })
      return store.reviewsByMembership(trx, me.organisationId, me.reviewer.id)
    },
  ],
  'invitations/invitation-store': (
    store: typeof Invitations,
    { me, other, at, longAgo, invitation }: StoreScene,
  ): Calls => [
    ...[me.owner.id, me.reviewer.id, other.owner.id].flatMap((userId) => [
      (trx: Knex.Transaction) =>
        store.listOpenInvitationsBy(trx, { organisationId: me.organisationId, userId }, longAgo),
      (trx: Knex.Transaction) => store.listOpenInvitationsBy(trx, { organisationId: me.organisationId, userId }, at),
    ]),
    (trx) => store.isInvited(trx, 'GUEST@example.com', longAgo),
    (trx) => store.isInvited(trx, 'guest@example.com', at),
    (trx) => store.isInvited(trx, 'nobody@example.com', longAgo),
    async (trx) => {
      const email = 'solo@example.com'
      await trx('invitations').where({ id: invitation.id }).update({ email })
      const open = await store.isInvited(trx, email, longAgo)
      await store.closeInvitation(trx, { organisationId: me.organisationId, id: invitation.id }, at)
      const mine = { organisationId: me.organisationId, userId: me.owner.id }
      return [open, await store.isInvited(trx, email, longAgo), await store.listOpenInvitationsBy(trx, mine, longAgo)]
    },
    (trx) => store.listInvitations(trx, me.organisationId),
    (trx) => store.listInvitations(trx, me.organisationId, invitation.id),
    (trx) => store.listInvitations(trx, me.organisationId, invitation.theirId),
    (trx) => store.findBySecretForUpdate(trx, invitation.secret),
    (trx) => store.findBySecretForUpdate(trx, Buffer.alloc(32)),
    (trx) => store.closeInvitation(trx, { organisationId: me.organisationId, id: invitation.id }, at),
    (trx) => store.closeInvitation(trx, { organisationId: me.organisationId, id: invitation.theirId }, at),
    async (trx) => {
      await store.closeInvitation(trx, { organisationId: me.organisationId, id: invitation.id }, at)
      return store.closeInvitation(trx, { organisationId: me.organisationId, id: invitation.id }, at)
    },
  ],
  'api-keys/api-key-store': (store: typeof ApiKeys, { me, at, apiKey }: StoreScene): Calls => [
    (trx) => store.listApiKeys(trx, me.owner.id),
    (trx) => store.listApiKeys(trx, me.owner.id, apiKey.id),
    (trx) => store.listApiKeys(trx, me.owner.id, apiKey.theirId),
    (trx) => store.findGoodApiKey(trx, apiKey.secret, at),
    (trx) => store.revokeApiKey(trx, { userId: me.owner.id, id: apiKey.id }, at),
    (trx) => store.revokeApiKey(trx, { userId: me.owner.id, id: apiKey.theirId }, at),
    async (trx) => {
      await store.revokeApiKey(trx, { userId: me.owner.id, id: apiKey.id }, at)
      const again = await store.revokeApiKey(trx, { userId: me.owner.id, id: apiKey.id }, new Date(0))
      return { again, found: await store.findGoodApiKey(trx, apiKey.secret, at) }
    },
    (trx) => store.noteApiKeyUse(trx, { userId: me.owner.id, id: apiKey.id }, at),
    (trx) => store.noteApiKeyUse(trx, { userId: me.owner.id, id: apiKey.theirId }, at),
  ],
  'api-keys/member-key-store': (store: typeof MemberKeys, { me, at, apiKey, formerId, lonely }: StoreScene): Calls => {
    const mine = (trx: Knex.Transaction, asked: object = {}) =>
      store.listMemberKeys(trx, me.organisationId, { at, ...asked })
    return [
      (trx) => mine(trx),
      (trx) => mine(trx, { limit: 1 }),
      (trx) => mine(trx, { cursor: apiKey.id }),
      (trx) => mine(trx, { id: apiKey.id }),
      (trx) => mine(trx, { id: apiKey.theirId }),
      async (trx) => {
        await trx('api_keys').where({ id: apiKey.id }).update({ revoked_at: at })
        return mine(trx)
      },
      async (trx) => {
        await trx('api_keys').where({ id: apiKey.id }).update({ expires_at: at })
        return mine(trx)
      },
      async (trx) => {
        await trx('api_keys').where({ id: apiKey.id }).update({ project_id: lonely.projectId })
        return mine(trx)
      },
      async (trx) => {
        await trx('api_keys').where({ id: apiKey.id }).update({ user_id: formerId })
        return mine(trx)
      },
      async (trx) => {
        const elsewhere = await trx('projects').where({ id: lonely.projectId }).first('organisation_id')
        await store.barApiKey(trx, { organisationId: elsewhere.organisation_id, id: apiKey.id }, at)
        return mine(trx)
      },
      async (trx) => {
        await store.barApiKey(trx, { organisationId: me.organisationId, id: apiKey.id }, at)
        await store.barApiKey(trx, { organisationId: me.organisationId, id: apiKey.id }, at)
        return mine(trx)
      },
    ]
  },
  'project-members/project-member-store': (
    store: typeof ProjectMembers,
    { me, formerId, lonely }: StoreScene,
  ): Calls => {
    const { projectId } = me
    return [
      (trx) => store.listProjectMembers(trx, projectId),
      (trx) => store.getProjectMember(trx, { projectId, userId: me.reviewer.id }),
      (trx) => store.getProjectMember(trx, { projectId, userId: formerId }),
      (trx) => store.upsertProjectRoles(trx, { projectId, userId: me.reviewer.id }, ['viewer']),
      (trx) => store.upsertProjectRoles(trx, { projectId, userId: me.owner.id }, ['viewer']),
      (trx) => store.deleteProjectRoles(trx, { projectId, userId: me.owner.id }),
      (trx) => store.deleteProjectRoles(trx, { projectId, userId: me.reviewer.id }),
      async (trx) => {
        await trx('project_roles').insert({ project_id: lonely.projectId, user_id: me.reviewer.id, roles: ['viewer'] })
        await store.deleteProjectRoles(trx, { projectId, userId: me.reviewer.id })
      },
    ]
  },
}
