import type { Delimiters, Variables } from '../protocol/documents.js'

/** A template with what it needs to be read and filled: a prompt's own, or one that another includes. */
export interface IncludeSource {
  readonly template: string
  readonly delimiters: Delimiters | null
  readonly variables: Variables
}

/** Finds an include by its id; undefined where there is none. */
export type ResolveInclude = (id: string) => IncludeSource | undefined

/** Finds includes in a map, by own names only. */
export function includesFrom(map: Readonly<Record<string, IncludeSource>>): ResolveInclude {
  return (id) => (Object.hasOwn(map, id) ? map[id] : undefined)
}
