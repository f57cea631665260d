import { AnvilError } from '@anvil/shared'
import type { Policy, PolicySummary } from '@anvil/shared/api'
import { DEFAULT_POLICY, PolicyDocument } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import { yamlOf } from './policy-yaml.js'

interface PolicyRow extends SummaryRow {
  document: unknown
  yaml: string
}

interface SummaryRow {
  number: number
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
export async function listPolicies(trx: Knex, projectId: string): Promise<PolicySummary[]> {
  const rows = await summariesOf(trx, projectId)
  const { number, created_by, created_at } = USUAL
  return [...rows.map(toSummary), { number, created_by, created_at }]
}

/** The policy of a project that has this number, in force or not any more. */
export async function getPolicyNumbered(trx: Knex, projectId: string, number: number): Promise<Policy> {
  if (number === USUAL.number) return USUAL
  const row = await policiesOf(trx, projectId).where({ number }).first()
  if (row) return toPolicy(row)
  throw new AnvilError('policy.not_found', `This project has no policy ${number}. List its policies first.`)
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
  return summariesOf(trx, projectId).select<PolicyRow[]>('document', 'yaml')
}

function summariesOf(trx: Knex, projectId: string) {
  return trx('policies')
    .leftJoin('users', 'users.id', 'policies.created_by')
    .where({ 'policies.project_id': projectId })
    .orderBy('policies.number', 'desc')
    .select<SummaryRow[]>('number', 'created_by', 'users.name as created_by_name', 'policies.created_at')
}

/** A document of an earlier release lacks what came later, which has its usual values. */
function toPolicy(row: PolicyRow): Policy {
  return { ...toSummary(row), document: PolicyDocument.parse(row.document), yaml: row.yaml }
}

function toSummary({ number, created_by, created_by_name, created_at }: SummaryRow): PolicySummary {
  return {
    number,
    created_by: created_by === null ? null : { id: created_by, name: created_by_name ?? '' },
    created_at: created_at.toISOString(),
  }
}
