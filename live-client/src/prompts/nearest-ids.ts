/** The ids most like one that does not exist, nearest first, three at most. */
export function nearestIds(id: string, known: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(id.length / 3))
  const near: { candidate: string; distance: number }[] = []
  for (const candidate of known) {
    if (Math.abs(candidate.length - id.length) > limit) continue
    const distance = distanceOf(id, candidate, limit)
    if (distance <= limit) near.push({ candidate, distance })
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
  return near.slice(0, 3).map(({ candidate }) => candidate)
}

/** How many letters must be put in, taken out or changed; anything above the limit once it is exceeded. */
function distanceOf(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    if (Math.min(...next) > limit) return limit + 1
    row = next
  }
  return row[b.length] ?? limit + 1
}
