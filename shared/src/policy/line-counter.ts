/** Tells the line, from 1, of an index in a text. */
export function lineCounter(text: string): (at: number) => number {
  const ends: number[] = []
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at)
  return (at) => countBefore(ends, at) + 1
}

/** How many of these rising numbers are below another. */
export function countBefore(rising: readonly number[], number: number): number {
  let [from, to] = [0, rising.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((rising[middle] ?? 0) < number) from = middle + 1
    else to = middle
  }
  return from
}
