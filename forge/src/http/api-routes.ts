import { Router } from 'express'
import { accessTokenRoutes } from '../access-tokens/access-token-routes.js'
import { apiKeyRoutes } from '../api-keys/api-key-routes.js'
import { auditRoutes } from '../audit/audit-routes.js'
import type { AppContext } from '../context.js'
import { fleetProofRoutes } from '../fleet/fleet-proof-routes.js'
import { importRoutes } from '../imports/import-routes.js'
import { invitationRoutes } from '../invitations/invitation-routes.js'
import { liveRoutes } from '../live/live-routes.js'
import { organisationRoutes } from '../organisations/organisation-routes.js'
import { policyRoutes } from '../policy/policy-routes.js'
import { projectMemberRoutes } from '../project-members/project-member-routes.js'
import { environmentRoutes } from '../projects/environment-routes.js'
import { oidcRoutes } from '../oidc/oidc-routes.js'
import { projectRoutes } from '../projects/project-routes.js'
import { promptSetRoutes } from '../prompt-sets/prompt-set-routes.js'
import { promptRoutes } from '../prompts/prompt-routes.js'
import { conversationRoutes } from '../reviews/conversation-routes.js'
import { reviewRoutes } from '../reviews/review-routes.js'
import { publicationRoutes } from '../publishing/publication-routes.js'
import { quotaRoutes } from '../quotas/quota-routes.js'
import { selectionRoutes } from '../selections/selection-routes.js'
import { forgeInfoRoutes } from '../signing/forge-info-routes.js'
import { accountRoutes } from '../users/account-routes.js'
import { userRoutes } from '../users/user-routes.js'
import { versionRoutes } from '../versions/version-routes.js'

/** Every resource under `/api/v1`. */
export function apiRoutes(ctx: AppContext): Router {
  return Router().use(
    userRoutes(ctx),
    oidcRoutes(ctx),
    accountRoutes(ctx),
    forgeInfoRoutes(ctx),
    apiKeyRoutes(ctx),
    organisationRoutes(ctx),
    quotaRoutes(ctx),
    invitationRoutes(ctx),
    projectMemberRoutes(ctx),
    projectRoutes(ctx),
    environmentRoutes(ctx),
    accessTokenRoutes(ctx),
    promptSetRoutes(ctx),
    promptRoutes(ctx),
    selectionRoutes(ctx),
    importRoutes(ctx),
    policyRoutes(ctx),
    reviewRoutes(ctx),
    conversationRoutes(ctx),
    versionRoutes(ctx),
    publicationRoutes(ctx),
    liveRoutes(ctx),
    fleetProofRoutes(ctx),
    auditRoutes(ctx),
  )
}
