import { AnvilError } from '@anvil/shared'
import { findPublicationAt } from './publication-store.js'
import type { PublishScene } from './publish-plan.js'
import { changesBetween } from './running-bundles.js'

/** Requires that the head is still the one the person saw; `publication.sequence_conflict` tells what changed since. */
export async function assertExpectedSequence(
  { trx, environment, running, head: { sequence } }: PublishScene & { head: { sequence: number } },
  expected: number | undefined,
): Promise<void> {
  if (expected === undefined || expected === sequence) return
  const seen = await findPublicationAt(trx, environment.id, expected)
  const changed = seen ? changesBetween(seen.bundles, running) : []
  const what = changed.map(({ prompt_set, from, to }) => `${prompt_set} ${from ?? 'nothing'} → ${to ?? 'nothing'}`)
  throw new AnvilError(
    'publication.sequence_conflict',
    `The environment ${environment.slug} is at sequence ${sequence}, not ${expected}: somebody published in between${
      what.length > 0 ? ` (${what.join(', ')})` : ''
    }. Look at what changed, then publish again with expected_sequence ${sequence}.`,
    { details: { expected_sequence: expected, sequence, changed } },
  )
}
