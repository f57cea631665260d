import type { MigrationStep } from './migration-step.js'
import * as m0001 from './0001-create-accounts.js'
import * as m0002 from './0002-create-projects.js'
import * as m0003 from './0003-create-prompt-sets.js'
import * as m0004 from './0004-create-versions.js'
import * as m0005 from './0005-create-reviews.js'
import * as m0006 from './0006-create-signing.js'
import * as m0007 from './0007-create-publications.js'
import * as m0008 from './0008-create-live-instances.js'
import * as m0009 from './0009-create-audit-entries.js'
import * as m0010 from './0010-create-guards.js'
import * as m0011 from './0011-create-row-security.js'
import * as m0012 from './0012-guard-tables.js'
import * as m0013 from './0013-forgive-attempts.js'
import * as m0014 from './0014-index-audit-entries.js'
import * as m0015 from './0015-create-sync-requests.js'
import * as m0016 from './0016-seal-audit-entries.js'
import * as m0017 from './0017-show-sessions.js'
import * as m0018 from './0018-create-roles.js'
import * as m0019 from './0019-create-policies.js'
import * as m0020 from './0020-create-identities.js'
import * as m0021 from './0021-create-review-conversations.js'
import * as m0022 from './0022-guard-locks.js'
import * as m0023 from './0023-guard-publications.js'
import * as m0024 from './0024-open-project-roles.js'
import * as m0025 from './0025-create-quotas.js'
import * as m0026 from './0026-forget-given-memberships.js'
import * as m0027 from './0027-bar-api-keys.js'
import * as m0028 from './0028-count-reviewers-of-today.js'
import * as m0029 from './0029-index-acts.js'
import * as m0030 from './0030-guard-heads.js'
import * as m0031 from './0031-guard-release-rules.js'
import * as m0032 from './0032-guard-members.js'
import * as m0033 from './0033-guard-approvals.js'

/** Every migration in the order in which it runs; names never change once released. */
export const MIGRATIONS: readonly MigrationStep[] = [
  { name: '0001-create-accounts', ...m0001 },
  { name: '0002-create-projects', ...m0002 },
  { name: '0003-create-prompt-sets', ...m0003 },
  { name: '0004-create-versions', ...m0004 },
  { name: '0005-create-reviews', ...m0005 },
  { name: '0006-create-signing', ...m0006 },
  { name: '0007-create-publications', ...m0007 },
  { name: '0008-create-live-instances', ...m0008 },
  { name: '0009-create-audit-entries', ...m0009 },
  { name: '0010-create-guards', ...m0010 },
  { name: '0011-create-row-security', ...m0011 },
  { name: '0012-guard-tables', ...m0012 },
  { name: '0013-forgive-attempts', ...m0013 },
  { name: '0014-index-audit-entries', ...m0014 },
  { name: '0015-create-sync-requests', ...m0015 },
  { name: '0016-seal-audit-entries', ...m0016 },
  { name: '0017-show-sessions', ...m0017 },
  { name: '0018-create-roles', ...m0018 },
  { name: '0019-create-policies', ...m0019 },
  { name: '0020-create-identities', ...m0020 },
  { name: '0021-create-review-conversations', ...m0021 },
  { name: '0022-guard-locks', ...m0022 },
  { name: '0023-guard-publications', ...m0023 },
  { name: '0024-open-project-roles', ...m0024 },
  { name: '0025-create-quotas', ...m0025 },
  { name: '0026-forget-given-memberships', ...m0026 },
  { name: '0027-bar-api-keys', ...m0027 },
  { name: '0028-count-reviewers-of-today', ...m0028 },
  { name: '0029-index-acts', ...m0029 },
  { name: '0030-guard-heads', ...m0030 },
  { name: '0031-guard-release-rules', ...m0031 },
  { name: '0032-guard-members', ...m0032 },
  { name: '0033-guard-approvals', ...m0033 },
]
