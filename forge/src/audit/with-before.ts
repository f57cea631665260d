/** What a change sets, for an entry's details, with what each of it was `before`. */
export function withBefore(before: object, change: object): Record<string, unknown> {
  const was = new Map<string, unknown>(Object.entries(before))
  const set = Object.entries(change).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(set),
    before: Object.fromEntries(set.map(([name]) => [name, was.get(name) ?? null])),
  }
}
