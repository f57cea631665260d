const MOST = 100

/** The details of an entry with lists no longer than a page shows, and whether something was left out. */
export function shortenDetails(details: Record<string, unknown>): {
  details: Record<string, unknown>
  shortened: boolean
} {
  const isLong = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > MOST
  const entries = Object.entries(details)
  return {
    details: Object.fromEntries(entries.map(([name, value]) => [name, isLong(value) ? value.slice(0, MOST) : value])),
    shortened: entries.some(([, value]) => isLong(value)),
  }
}
