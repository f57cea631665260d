import type { Person, WaitingReview } from '@anvil/shared/api'
import type { Knex } from 'knex'

interface WaitingRow {
  review_id: string
  set_id: string
  set_name: string
  requested_by: string | null
  requested_name: string | null
  note: string
  asked: boolean
  since: Date
}

/**
 * The open reviews of a project that wait for this person: they were asked by name, or nobody was; and they have neither
 * written the draft nor approved what it says, and it lacks approvals.
 */
const WAITING = `
  SELECT r.id AS review_id, s.id AS set_id, s.name AS set_name, r.requested_by, r.note,
    (SELECT name FROM users WHERE users.id = r.requested_by) AS requested_name,
    EXISTS (SELECT 1 FROM review_people AS a WHERE a.review_id = r.id AND a.user_id = :userId) AS asked,
    (SELECT max(e.created_at) FROM review_events AS e WHERE e.review_id = r.id AND e.kind IN ('requested', 'asked')) AS since
  FROM reviews AS r
  JOIN prompt_sets AS s ON s.id = r.prompt_set_id AND s.status = 'REVIEW' AND s.archived_at IS NULL
  JOIN projects AS p ON p.id = r.project_id
  WHERE r.project_id = :projectId AND r.closed_at IS NULL
    AND (:isAlone OR NOT EXISTS (SELECT 1 FROM draft_authors AS d WHERE d.prompt_set_id = s.id AND d.user_id = :userId))
    AND NOT EXISTS (SELECT 1 FROM approvals AS a WHERE a.prompt_set_id = s.id
      AND a.content_digest = r.current_digest AND a.user_id = :userId)
    AND p.required_approvals > (SELECT count(*) FROM approvals AS a WHERE a.prompt_set_id = s.id
      AND a.content_digest = r.current_digest
      AND NOT EXISTS (SELECT 1 FROM draft_authors AS d WHERE d.prompt_set_id = s.id AND d.user_id = a.user_id))
    AND (NOT EXISTS (SELECT 1 FROM review_people AS a WHERE a.review_id = r.id)
      OR EXISTS (SELECT 1 FROM review_people AS a WHERE a.review_id = r.id AND a.user_id = :userId))
  ORDER BY r.created_at, r.id`

/** The reviews of a project that wait for a person who may review there; `isAlone` where nobody else may. */
export async function listWaiting(
  trx: Knex,
  project: { id: string; name: string },
  { userId, isAlone }: { userId: string; isAlone: boolean },
): Promise<WaitingReview[]> {
  const { rows }: { rows: WaitingRow[] } = await trx.raw(WAITING, { projectId: project.id, userId, isAlone })
  return rows.map((row) => ({
    review_id: row.review_id,
    project,
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
