const MOST = 100

/** The details of an entry with lists no longer than a page shows, and how long those are that were cut. */
export function shortenDetails(details: Record<string, unknown>): {
  details: Record<string, unknown>
  shortened: Record<string, number>
} {
  const isLong = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > MOST
  const entries = Object.entries(details)
  return {
    details: Object.fromEntries(entries.map(([name, value]) => [name, isLong(value) ? value.slice(0, MOST) : value])),
    shortened: Object.fromEntries(entries.flatMap(([name, value]) => (isLong(value) ? [[name, value.length]] : []))),
  }
}
