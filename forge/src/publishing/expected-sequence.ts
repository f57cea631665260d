import { AnvilError, isolate } from '@anvil/shared'
import type { RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { findPublicationAt } from './publication-store.js'
import { changesBetween } from './running-bundles.js'

/** An environment as it is now. */
interface Standing {
  trx: Knex
  environment: { id: string; slug: string }
  sequence: number
  running: readonly RunningBundle[]
}

type Field = 'expected_sequence' | 'from_sequence'

/** Requires that an environment is still where the person saw it; `publication.sequence_conflict` tells what changed since. */
export async function assertExpectedSequence(
  { trx, environment, sequence, running }: Standing,
  expected: number | undefined,
  field: Field,
): Promise<void> {
  if (expected === undefined || expected === sequence) return
  if (expected > sequence) throw beyondHead(environment.slug, sequence, { [field]: expected })
  const seen = await findPublicationAt(trx, environment.id, expected)
  const changed = seen ? changesBetween(seen.bundles, running) : []
  const what = changed.map(
    ({ prompt_set, from, to }) => `${isolate(prompt_set)} ${from ?? 'nothing'} → ${to ?? 'nothing'}`,
  )
  throw new AnvilError(
    'publication.sequence_conflict',
    `The environment ${environment.slug} is at sequence ${sequence}, not ${expected}: somebody published in between${
      what.length > 0 ? ` (${what.join(', ')})` : ''
    }. Look at what changed, then publish again with ${field} ${sequence}.`,
    { details: { environment: environment.slug, [field]: expected, sequence, changed } },
  )
}

/** Nobody can have seen such a number here: it is of another environment, or of a database that was put back since. */
function beyondHead(slug: string, sequence: number, asked: Partial<Record<Field, number>>): AnvilError {
  const [[field, number] = []] = Object.entries(asked)
  return new AnvilError(
    'publication.sequence_conflict',
    `The environment ${slug} has not come to sequence ${number}: it is at ${sequence}. Look at its head, and send the ${field} that you find there.`,
    { details: { environment: slug, ...asked, sequence, changed: [] } },
  )
}
