import type { Bundle } from '../protocol/documents.js'
import type { IncludeSource } from '../template/index.js'

/** Finds what a template of a bundle includes: a text prompt of its own, else one of its frozen includes; never another bundle's. */
export function bundleInclude(
  { snapshot, includes }: Pick<Bundle, 'snapshot' | 'includes'>,
  id: string,
): IncludeSource | undefined {
  const own = Object.hasOwn(snapshot, id) ? snapshot[id] : undefined
  if (own) return own.kind === 'text' ? own : undefined
  return Object.hasOwn(includes, id) ? includes[id] : undefined
}
