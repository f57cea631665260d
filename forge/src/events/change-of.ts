import type { ChangeKind } from '@anvil/shared/api'
import type { AuditEntry } from '../audit/audit-store.js'
import type { Change } from './changes.js'

/** What an entry of the audit trail changes, by the first word of its action; whatever is not here may be anything. */
const KINDS: Partial<Record<string, ChangeKind>> = {
  prompt: 'prompts',
  prompts: 'prompts',
  includes: 'prompts',
  prompt_set: 'prompt_set',
  draft: 'prompt_set',
  review: 'review',
  approval: 'review',
  waiver: 'review',
  version: 'version',
  publication: 'publication',
  access_token: 'tokens',
  fleet: 'fleet',
}
const NAMES_SET: readonly ChangeKind[] = ['prompt_set', 'review']

/** What an audit entry says changed; undefined where it is of no project, or of what was refused. */
export function changeOf({ projectId, action, target, details, etag }: AuditEntry): Change | undefined {
  if (projectId === undefined || action.endsWith('.refused')) return undefined
  const [subject = ''] = action.split('.')
  const what = KINDS[subject] ?? 'project'
  const named = details?.['prompt_set_id'] ?? (NAMES_SET.includes(what) ? target : undefined)
  return {
    project_id: projectId,
    what,
    ...(typeof named === 'string' && { prompt_set_id: named }),
    ...(etag !== undefined && { etag }),
  }
}
