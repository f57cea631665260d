import type { VersionKind } from '@anvil/shared'
import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

/** Somebody's yes to one content. */
export interface StoredApproval {
  id: string
  user: Person
  content_digest: string
  own_work: boolean
  created_at: Date
}

type ApprovalRow = Omit<StoredApproval, 'user'> & { user_id: string; user_name: string }

/** Stores a yes, of one's own work with why that is allowed; answers false where this person has given it already. */
export async function insertApproval(
  trx: Knex.Transaction,
  key: PromptSetKey,
  approval: Omit<ApprovalRow, 'user_name'> & { proof: object | null },
): Promise<boolean> {
  const inserted: unknown[] = await trx('approvals')
    .insert({
      ...approval,
      proof: approval.proof && JSON.stringify(approval.proof),
      project_id: key.projectId,
      prompt_set_id: key.promptSetId,
    })
    .onConflict(['prompt_set_id', 'content_digest', 'user_id'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** The approvals of a prompt set, for one content or for any, oldest first. */
export async function listApprovals(trx: Knex, key: PromptSetKey, contentDigest?: string): Promise<StoredApproval[]> {
  const query = trx('approvals')
    .join('users', 'users.id', 'approvals.user_id')
    .where({ 'approvals.project_id': key.projectId, 'approvals.prompt_set_id': key.promptSetId })
    .orderBy(['approvals.created_at', 'approvals.id'])
    .select<ApprovalRow[]>(
      ...['id', 'content_digest', 'user_id', 'own_work', 'created_at'].map((column) => `approvals.${column}`),
      'users.name as user_name',
    )
  if (contentDigest !== undefined) void query.where({ 'approvals.content_digest': contentDigest })
  const rows = await query
  return rows.map(({ user_id, user_name, ...row }) => ({ ...row, user: { id: user_id, name: user_name } }))
}

/** Takes back somebody's yes to one content; answers whether there was one. */
export async function deleteApproval(
  trx: Knex.Transaction,
  key: PromptSetKey,
  contentDigest: string,
  userId: string,
): Promise<boolean> {
  const deleted = await approvalsOf(trx, key).where({ content_digest: contentDigest, user_id: userId }).delete()
  return deleted > 0
}

/** Takes back somebody's yes to this content, and to all others that no locked version carries; answers their digests. */
export async function deleteOpenApprovals(
  trx: Knex.Transaction,
  key: PromptSetKey,
  contentDigest: string,
  userId: string,
): Promise<string[]> {
  const rows: { content_digest: string }[] = await approvalsOf(trx, key)
    .where({ user_id: userId })
    .whereRaw(`(content_digest = ? OR NOT ${CARRIED})`, [contentDigest, ['locked']])
    .delete(['content_digest'])
  return rows.map(({ content_digest }) => content_digest)
}

/** Takes back everybody's yes to what no version of these kinds carries. */
export async function deleteUncarriedApprovals(
  trx: Knex.Transaction,
  key: PromptSetKey,
  kinds: readonly VersionKind[],
): Promise<void> {
  await approvalsOf(trx, key)
    .whereRaw(`NOT ${CARRIED}`, [[...kinds]])
    .delete()
}

/** Whether a version of some kinds says what an approval is of. */
const CARRIED = `EXISTS (SELECT 1 FROM versions WHERE versions.prompt_set_id = approvals.prompt_set_id
  AND versions.content_digest = approvals.content_digest AND versions.kind = ANY (?))`

function approvalsOf(trx: Knex.Transaction, { projectId, promptSetId }: PromptSetKey): Knex.QueryBuilder {
  return trx('approvals').where({ project_id: projectId, prompt_set_id: promptSetId })
}
