import type { Person, WaitingReview } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { RightSeeker } from '../organisations/require-right.js'

interface WaitingRow {
  review_id: string
  project_id: string
  project_name: string
  set_id: string
  set_name: string
  requested_by: string | null
  requested_name: string | null
  note: string
  asked: boolean
  since: Date
}

/**
 * The reviews that wait for a person over all projects in which they may review, or in the one that their API key opens;
 * those first that wait longest.
 */
export async function listWaiting(trx: Knex, { id, apiKey }: RightSeeker, at: Date): Promise<WaitingReview[]> {
  const query = trx
    .select<WaitingRow[]>('w.*')
    .from(trx.raw('anvil_waiting_reviews(?::uuid, ?::timestamptz) WITH ORDINALITY AS w', [id, at]))
    // A key that is revoked in an organisation does not see its projects; the function sees them all.
    .join('projects AS p', 'p.id', 'w.project_id')
    .orderBy('ordinality')
  if (apiKey?.projectId) void query.where({ project_id: apiKey.projectId })
  return (await query).map((row) => ({
    review_id: row.review_id,
    project: { id: row.project_id, name: row.project_name },
    prompt_set: { id: row.set_id, name: row.set_name },
    requested_by: personOf(row),
    note: row.note,
    asked: row.asked,
    since: row.since.toISOString(),
  }))
}

function personOf({ requested_by: id, requested_name: name }: WaitingRow): Person | null {
  return id === null ? null : { id, name: name ?? '' }
}
