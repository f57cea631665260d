import { accessTokenOperations } from '../access-tokens/access-token-operations.js'
import { apiKeyOperations } from '../api-keys/api-key-operations.js'
import { auditOperations } from '../audit/audit-operations.js'
import { deliveryOperations } from '../delivery/delivery-operations.js'
import { fleetProofOperations } from '../fleet/fleet-proof-operations.js'
import { healthOperations } from '../http/health-operations.js'
import { importOperations } from '../imports/import-operations.js'
import { invitationOperations } from '../invitations/invitation-operations.js'
import { liveOperations } from '../live/live-operations.js'
import { organisationOperations } from '../organisations/organisation-operations.js'
import { policyOperations } from '../policy/policy-operations.js'
import { oidcOperations } from '../oidc/oidc-operations.js'
import { projectMemberOperations } from '../project-members/project-member-operations.js'
import { environmentOperations } from '../projects/environment-operations.js'
import { projectOperations } from '../projects/project-operations.js'
import { promptSetOperations } from '../prompt-sets/prompt-set-operations.js'
import { promptOperations } from '../prompts/prompt-operations.js'
import { publicationOperations } from '../publishing/publication-operations.js'
import { quotaOperations } from '../quotas/quota-operations.js'
import { conversationOperations } from '../reviews/conversation-operations.js'
import { reviewOperations } from '../reviews/review-operations.js'
import { selectionOperations } from '../selections/selection-operations.js'
import { forgeInfoOperations } from '../signing/forge-info-operations.js'
import { accountOperations } from '../users/account-operations.js'
import { userOperations } from '../users/user-operations.js'
import { versionOperations } from '../versions/version-operations.js'
import { type Operation, under } from './operation.js'

/** Every operation of FORGE, in the order of the document. */
export const OPERATIONS: readonly Operation[] = [
  ...under('/api/v1', [
    ...userOperations,
    ...oidcOperations,
    ...accountOperations,
    ...apiKeyOperations,
    ...organisationOperations,
    ...invitationOperations,
    ...projectOperations,
    ...projectMemberOperations,
    ...environmentOperations,
    ...promptSetOperations,
    ...promptOperations,
    ...selectionOperations,
    ...importOperations,
    ...policyOperations,
    ...quotaOperations,
    ...reviewOperations,
    ...conversationOperations,
    ...versionOperations,
    ...publicationOperations,
    ...liveOperations,
    ...accessTokenOperations,
    ...deliveryOperations,
    ...fleetProofOperations,
    ...auditOperations,
    ...forgeInfoOperations,
  ]),
  ...healthOperations,
]
