import { bundleInclude } from '@anvil/shared/bundle'
import type { IncludeSource } from '@anvil/shared/template'
import type { Content } from '../reviews/draft-content.js'

/** Every text that a content's templates may include, by id: its own text prompts, and those of other sets that it carries. */
export function includeSources(content: Content): Record<string, IncludeSource> {
  const ids = [...Object.keys(content.includes), ...Object.keys(content.snapshot)]
  return Object.fromEntries(
    ids.flatMap((id) => {
      const source = bundleInclude(content, id)
      return source ? [[id, source]] : []
    }),
  )
}
