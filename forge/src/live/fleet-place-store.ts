import type { RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** The publication of a sequence, if there is one, and what was published since. */
export interface PlaceRow {
  sequence: number
  publication_id: string | null
  bundles: RunningBundle[]
  behind: number
  behind_since: Date | null
}

const PLACES = `SELECT s.sequence, p.id AS publication_id, coalesce(p.bundles, '[]') AS bundles,
    (SELECT count(*)::int FROM publications AS n
      WHERE n.environment_id = :environmentId AND n.sequence > s.sequence) AS behind,
    (SELECT n.created_at FROM publications AS n
      WHERE n.environment_id = :environmentId AND n.sequence > s.sequence ORDER BY n.sequence LIMIT 1) AS behind_since
  FROM jsonb_to_recordset(:rows::jsonb) AS s(sequence bigint)
  LEFT JOIN publications AS p ON p.environment_id = :environmentId AND p.sequence = s.sequence`

/** What an environment ran at these sequences, and what came after each. */
export async function listPlaces(
  trx: Knex,
  environmentId: string,
  sequences: readonly number[],
): Promise<Map<number, PlaceRow>> {
  const asked = [...new Set(sequences)].map((sequence) => ({ sequence }))
  const { rows }: { rows: PlaceRow[] } = await trx.raw(PLACES, { environmentId, rows: JSON.stringify(asked) })
  return new Map(rows.map((row) => [row.sequence, row]))
}
