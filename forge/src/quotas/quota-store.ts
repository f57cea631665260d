import { type Quota, QuotaKind } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** How many of each kind an organisation has and may have. */
export async function listQuotas(trx: Knex, organisationId: string, at: Date): Promise<Quota[]> {
  const { rows }: { rows: Quota[] } = await trx.raw(
    `SELECT kind, anvil_quota_used(:organisationId, kind, :at) AS used, anvil_quota(:organisationId, kind) AS most
     FROM unnest(:kinds::text[]) WITH ORDINALITY AS asked(kind, place) ORDER BY place`,
    { organisationId, at, kinds: [...QuotaKind.options] },
  )
  return rows
}

/** The quota of instances of the organisation that a project is of. */
export async function findInstanceQuota(
  db: Knex,
  projectId: string,
  at: Date,
): Promise<Omit<Quota, 'kind'> | undefined> {
  const { rows }: { rows: Omit<Quota, 'kind'>[] } = await db.raw(
    `SELECT anvil_quota_used(organisation_id, 'instances', :at) AS used,
       anvil_quota(organisation_id, 'instances') AS most FROM projects WHERE id = :projectId`,
    { projectId, at },
  )
  return rows[0]
}

export async function upsertQuota(trx: Knex, organisation_id: string, kind: QuotaKind, most: number): Promise<void> {
  await trx('quotas').insert({ organisation_id, kind, most }).onConflict(['organisation_id', 'kind']).merge(['most'])
}
