import type { Policy } from '@anvil/shared/api'
import { DEFAULT_POLICY, PolicyDocument } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import { yamlOf } from './policy-yaml.js'

interface PolicyRow {
  number: number
  document: unknown
  yaml: string
  created_by: string | null
  created_by_name: string | null
  created_at: Date
}

/** The policy that nobody wrote. */
const USUAL: Policy = {
  number: 0,
  document: DEFAULT_POLICY,
  yaml: yamlOf(DEFAULT_POLICY),
  created_by: null,
  created_at: null,
}

/** The policy of a project as it is now: the newest, or the usual one where none was set. */
export async function getPolicy(trx: Knex, projectId: string): Promise<Policy> {
  const row = await policiesOf(trx, projectId).first()
  return row ? toPolicy(row) : USUAL
}

/** Every policy that a project ever had, newest first. */
export async function listPolicies(trx: Knex, projectId: string): Promise<Policy[]> {
  const rows = await policiesOf(trx, projectId)
  return [...rows.map(toPolicy), USUAL]
}

/** Stores the next policy of a project that this transaction holds. */
export async function insertPolicy(
  trx: Knex.Transaction,
  row: { project_id: string; created_by: string | null; created_at: Date } & Pick<
    Policy,
    'number' | 'document' | 'yaml'
  >,
): Promise<void> {
  await trx('policies').insert({ ...row, document: JSON.stringify(row.document) })
}

function policiesOf(trx: Knex, projectId: string) {
  return trx('policies')
    .leftJoin('users', 'users.id', 'policies.created_by')
    .where({ 'policies.project_id': projectId })
    .orderBy('policies.number', 'desc')
    .select<PolicyRow[]>(
      'number',
      'document',
      'yaml',
      'created_by',
      'users.name as created_by_name',
      'policies.created_at',
    )
}

/** A document of an earlier release lacks what came later, which has its usual values. */
function toPolicy({ created_by_name, ...row }: PolicyRow): Policy {
  return {
    number: row.number,
    document: PolicyDocument.parse(row.document),
    yaml: row.yaml,
    created_by: row.created_by === null ? null : { id: row.created_by, name: created_by_name ?? '' },
    created_at: row.created_at.toISOString(),
  }
}
