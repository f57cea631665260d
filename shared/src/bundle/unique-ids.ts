import { AnvilError } from '../errors.js'
import type { Bundle } from '../protocol/documents.js'

/** Requires that each prompt's id is in one bundle of a manifest only; throws `bundle.duplicate_id` with the id and the sets. */
export function assertUniqueIds(bundles: Iterable<Pick<Bundle, 'prompt_set' | 'snapshot'>>): void {
  const owner = new Map<string, string>()
  for (const { prompt_set, snapshot } of bundles) {
    for (const id of Object.keys(snapshot)) {
      const other = owner.get(id)
      if (other !== undefined) {
        throw new AnvilError(
          'bundle.duplicate_id',
          `The prompt ${id} is in two prompt sets, ${other} and ${prompt_set}.`,
          {
            details: { id, prompt_sets: [other, prompt_set] },
          },
        )
      }
      owner.set(id, prompt_set)
    }
  }
}
