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

const MOST_ASKED = 10
const LONGEST = 200

/** What was asked, for an entry of about two kilobytes at most: the beginning of its lists and texts, and how long those are that were cut. */
export function shortenAsked(asked: object): { asked: Record<string, unknown>; shortened?: Record<string, number> } {
  const shortened: Record<string, number> = {}
  const parts = Object.entries(asked).map(([name, value]: [string, unknown]): [string, unknown] => {
    const most = typeof value === 'string' ? LONGEST : MOST_ASKED
    if (!(typeof value === 'string' || Array.isArray(value)) || value.length <= most) return [name, value]
    shortened[name] = value.length
    return [name, value.slice(0, most)]
  })
  const isCut = Object.keys(shortened).length > 0
  return { asked: Object.fromEntries(parts), ...(isCut && { shortened }) }
}
