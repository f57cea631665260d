/** The id so many places after another one; undefined where there is none, or the other one is not there. */
export function neighbourOf(ids: readonly string[], id: string, by: number): string | undefined {
  const at = ids.indexOf(id)
  return at === -1 ? undefined : ids[at + by]
}
