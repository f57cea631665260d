import type { Knex } from 'knex'
import type * as AccessTokens from '../../src/access-tokens/access-token-store.js'
import type * as EnvironmentNames from '../../src/fleet/environment-name-store.js'
import type * as FleetProofs from '../../src/fleet/fleet-proof-store.js'
import type * as GroupMemberships from '../../src/oidc/group-membership-store.js'
import type * as Identities from '../../src/oidc/identity-store.js'
import type * as Members from '../../src/organisations/member-store.js'
import type * as Organisations from '../../src/organisations/organisation-store.js'
import type * as Environments from '../../src/projects/environment-store.js'
import type * as Named from '../../src/projects/named-store.js'
import type * as ProjectLock from '../../src/projects/project-lock-store.js'
import type * as Projects from '../../src/projects/project-store.js'
import type * as RequiredApprovals from '../../src/projects/required-approvals-store.js'
import type * as Sessions from '../../src/users/session-store.js'
import type * as Users from '../../src/users/user-store.js'
import type { StoreScene } from './store-scene.js'

/** Calls of a store's functions in a transaction on the plain database, where nothing but their own conditions keeps neighbours apart. */
export type Calls = ((trx: Knex.Transaction) => Promise<unknown>)[]

const ofProject = (projectId: string) => ({ id: projectId, name: 'Key', scopes: [], projectId })

/** What is asked of the stores of people, organisations, projects and tokens, by the path of the store below `src`. */
export const PEOPLE_PROBES = {
  'users/session-store': (store: typeof Sessions, { sessionId, me, formerId, at, longAgo }: StoreScene): Calls => [
    (trx) => store.findSessionUser(trx, sessionId, at),
    (trx) => store.findSessionUser(trx, sessionId, new Date(at.getTime() + 1e10)),
    async (trx) => {
      await trx('sessions').where({ user_id: me.owner.id }).update({ revoked_at: longAgo })
      const found = await store.findSessionUser(trx, sessionId, at)
      await store.revokeSession(trx, sessionId, at)
      await store.endSessionsOf(trx, me.owner.id, at)
      return found
    },
    (trx) => store.revokeSession(trx, sessionId, at),
    (trx) => store.endSessionsOf(trx, me.owner.id, at),
    (trx) => store.endSessionsOf(trx, formerId, at),
    (trx) => store.endSessionsOf(trx, me.owner.id, new Date(at.getTime() + 1e10)),
    (trx) => store.deleteOldSessions(trx, at),
    (trx) => store.endSessionsOf(trx, me.owner.id, at, sessionId),
    (trx) => store.listSessionsOf(trx, me.owner.id, at),
    (trx) => store.listSessionsOf(trx, me.owner.id, new Date(at.getTime() + 1e10)),
    (trx) => store.noteSeen(trx, sessionId, { at, address: '192.0.2.1' }),
    (trx) => store.endSessionOf(trx, { userId: me.owner.id, sessionId }, at),
    (trx) => store.endSessionOf(trx, { userId: me.owner.id, sessionId }, new Date(at.getTime() + 1e10)),
    (trx) => store.endSessionOf(trx, { userId: me.reviewer.id, sessionId }, at),
    async (trx) => {
      await store.endSessionsOf(trx, me.owner.id, longAgo)
      return [
        await store.listSessionsOf(trx, me.owner.id, at),
        await store.endSessionOf(trx, { userId: me.owner.id, sessionId }, at),
      ]
    },
  ],
  'users/user-store': (store: typeof Users, { me }: StoreScene): Calls => [
    (trx) => store.findUserByEmail(trx, me.owner.email.toUpperCase()),
    (trx) => store.findUserByEmail(trx, me.reviewer.email),
    (trx) => store.getUser(trx, me.owner.id),
    (trx) => store.getUser(trx, me.reviewer.id),
    (trx) => store.updatePassword(trx, me.owner.id, 'changed'),
    (trx) => store.updateName(trx, me.owner.id, 'Changed'),
  ],
  'oidc/identity-store': (store: typeof Identities, { me, at }: StoreScene): Calls => [
    (trx) => store.hasIdentity(trx, me.owner.id),
    (trx) => store.hasIdentity(trx, me.reviewer.id),
    (trx) => store.findUserOfIdentity(trx, 'https://id.example', me.owner.id),
    (trx) => store.findUserOfIdentity(trx, 'https://other.example', me.owner.id),
    (trx) =>
      store.insertIdentity(trx, {
        issuer: 'https://other.example',
        subject: 'me',
        user_id: me.owner.id,
        created_at: at,
      }),
  ],
  'oidc/group-membership-store': (store: typeof GroupMemberships, { me, formerId, at }: StoreScene): Calls => [
    (trx) => store.organisationIds(trx, ['north', 'none']),
    (trx) => store.listGiven(trx, me.owner.id),
    (trx) => store.noteGiven(trx, me.organisationId, formerId),
    (trx) => store.noteGiven(trx, me.organisationId, me.owner.id),
    async (trx) => {
      const mine = { organisation_id: me.organisationId, user_id: me.owner.id }
      await trx('memberships').where(mine).update({ removed_at: at })
      return store.listGiven(trx, me.owner.id)
    },
  ],
  'organisations/member-store': (store: typeof Members, { me, other, formerId, lonely, at }: StoreScene): Calls => [
    (trx) => store.findMembership(trx, { organisation_id: me.organisationId, user_id: me.owner.id }),
    (trx) => store.findMembership(trx, { organisation_id: me.organisationId, user_id: me.reviewer.id }),
    (trx) => store.rejoinMembership(trx, { organisation_id: me.organisationId, user_id: formerId }, { role: 'admin' }),
    (trx) => store.listMembers(trx, me.organisationId),
    (trx) => store.listManagedOrganisations(trx, me.owner.id),
    (trx) => store.listManagedOrganisations(trx, me.reviewer.id),
    async (trx) => {
      const gone = { organisation_id: me.organisationId, user_id: formerId }
      await trx('memberships').where(gone).update({ role: 'admin' })
      return store.listManagedOrganisations(trx, formerId)
    },
    (trx) => store.listOrganisationsOf(trx, { id: me.owner.id }),
    (trx) => store.listOrganisationsOf(trx, { id: me.owner.id, apiKey: ofProject(me.projectId) }),
    (trx) => store.listOrganisationsOf(trx, { id: me.owner.id, apiKey: ofProject(other.projectId) }),
    (trx) => store.listOrganisationsOf(trx, { id: formerId }),
    (trx) => store.getMember(trx, { organisationId: me.organisationId, userId: me.reviewer.id }),
    (trx) => store.getMember(trx, { organisationId: me.organisationId, userId: formerId }),
    (trx) => store.getMember(trx, { organisationId: me.organisationId, userId: lonely.ownerId }),
    (trx) => store.listOwnersForUpdate(trx, me.organisationId),
    async (trx) => {
      const gone = { organisation_id: me.organisationId, user_id: formerId }
      await trx('memberships').where(gone).update({ role: 'owner' })
      return store.listOwnersForUpdate(trx, me.organisationId)
    },
    (trx) =>
      store.updateMembership(
        trx,
        { organisationId: me.organisationId, userId: lonely.ownerId },
        { role: 'member', roles: ['viewer'] },
      ),
    (trx) => store.removeMembership(trx, { organisationId: me.organisationId, userId: lonely.ownerId }, at),
    async (trx) => {
      await trx('project_roles').insert({ project_id: lonely.projectId, user_id: me.reviewer.id, roles: ['viewer'] })
      await store.removeMembership(trx, { organisationId: me.organisationId, userId: me.reviewer.id }, at)
    },
    (trx) =>
      store.updateMembership(
        trx,
        { organisationId: me.organisationId, userId: me.reviewer.id },
        { role: 'admin', roles: ['viewer'] },
      ),
    (trx) => store.removeMembership(trx, { organisationId: me.organisationId, userId: me.reviewer.id }, at),
    (trx) => store.removeMembership(trx, { organisationId: me.organisationId, userId: me.owner.id }, at),
  ],
  'organisations/organisation-store': (store: typeof Organisations, { me, other, formerId }: StoreScene): Calls => [
    (trx) => store.getOrganisationOf(trx, me.owner, me.organisationId, 'organisation.read'),
    (trx) => store.getOrganisationOf(trx, me.owner, other.organisationId, 'organisation.read'),
    (trx) => store.getOrganisationOf(trx, { id: formerId }, me.organisationId, 'organisation.read'),
    (trx) => store.findOrganisationBySlug(trx, 'north'),
    (trx) => store.findOrganisationBySlug(trx, 'none'),
    (trx) => store.getOrganisation(trx, me.organisationId),
    (trx) => store.getOrganisation(trx, me.projectId),
  ],
  'projects/project-store': (store: typeof Projects, { me, other, formerId, at }: StoreScene): Calls => [
    (trx) => store.getProjectOf(trx, me.owner, me.projectId, 'project.read'),
    (trx) => store.getProjectOf(trx, me.owner, other.projectId, 'project.read'),
    (trx) => store.getProjectOf(trx, { id: formerId }, me.projectId, 'project.read'),
    (trx) => store.getProjectFor(trx, { kind: 'system', id: 'test' }, me.projectId, 'project.read'),
    (trx) => store.getProjectFor(trx, { kind: 'system', id: 'test' }, me.organisationId, 'project.read'),
    (trx) => store.listProjects(trx, me.organisationId),
    (trx) => store.updateProject(trx, me.projectId, { name: 'Changed' }, at),
  ],
  'projects/project-lock-store': (store: typeof ProjectLock, { me }: StoreScene): Calls => [
    async (trx) => {
      await store.lockProject(trx, me.projectId)
      return 'locked'
    },
    (trx) => store.lockProject(trx, me.organisationId),
  ],
  'projects/required-approvals-store': (store: typeof RequiredApprovals, { me, lonely }: StoreScene): Calls => [
    (trx) => store.getRequiredApprovals(trx, me.projectId),
    (trx) => store.getRequiredApprovals(trx, lonely.ownerId),
  ],
  'projects/environment-store': (store: typeof Environments, { me }: StoreScene): Calls => [
    (trx) => store.getEnvironment(trx, me.projectId, 'production'),
    (trx) => store.getEnvironment(trx, me.projectId, 'staging'),
    (trx) => store.getEnvironment(trx, me.organisationId, 'production'),
    (trx) => store.listEnvironments(trx, me.projectId),
    (trx) => store.updateEnvironment(trx, me.environmentId, { name: 'Changed' }),
  ],
  'projects/named-store': (store: typeof Named, { me, other }: StoreScene): Calls => [
    (trx) => store.findNamedOrganisation(trx, me.organisationId),
    (trx) => store.findNamedOrganisation(trx, 'north'),
    (trx) => store.findNamedOrganisation(trx, 'none'),
    (trx) => store.findNamedProject(trx, me.projectId),
    (trx) => store.findNamedProject(trx, 'project-of-north'),
    (trx) => store.findNamedPromptSet(trx, me.projectId, me.published.id),
    (trx) => store.findNamedPromptSet(trx, me.projectId, 'published'),
    (trx) => store.findNamedPromptSet(trx, me.projectId, other.published.id),
  ],
  'access-tokens/access-token-store': (store: typeof AccessTokens, scene: StoreScene): Calls => {
    const { me, other, at, longAgo, publicId, endedTokenId } = scene
    return [
      (trx) => store.listAccessTokens(trx, me.projectId, at),
      (trx) => store.getAccessToken(trx, { projectId: me.projectId, tokenId: me.tokenId }),
      (trx) => store.getAccessToken(trx, { projectId: me.projectId, tokenId: other.tokenId }),
      (trx) => store.getTokenForUpdate(trx, { projectId: me.projectId, tokenId: me.tokenId }),
      (trx) => store.getTokenForUpdate(trx, { projectId: me.projectId, tokenId: other.tokenId }),
      (trx) => store.findTokenByPublicId(trx, publicId),
      (trx) => store.findTokenByPublicId(trx, 'none'),
      (trx) => store.isRotated(trx, me.tokenId),
      (trx) => store.shortenToken(trx, me.tokenId, { endsAt: at, at: longAgo }),
      (trx) => store.revokeOnce(trx, me.tokenId, at),
      (trx) => store.revokeOnce(trx, endedTokenId, at),
    ]
  },
  'fleet/environment-name-store': (store: typeof EnvironmentNames, { me, stagingId }: StoreScene): Calls => [
    (trx) => store.findEnvironmentName(trx, me.environmentId),
    (trx) => store.findEnvironmentName(trx, stagingId),
  ],
  'fleet/fleet-proof-store': (store: typeof FleetProofs, { me, stagingId, at }: StoreScene): Calls => [
    (trx) => store.findProof(trx, me.environmentId),
    (trx) => store.findProof(trx, stagingId),
    (trx) => store.deleteProof(trx, me.environmentId),
    async (trx) => {
      const proof = await store.findProof(trx, me.environmentId)
      if (proof) await store.insertProof(trx, { ...proof, keysets: [], proven_at: at })
    },
  ],
}
