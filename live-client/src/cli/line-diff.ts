export interface DiffLine {
  sign: ' ' | '+' | '-'
  text: string
}

/** Lines beyond which texts are shown as replaced whole: the comparison is quadratic. */
const MAX_LINES = 2_000
const CONTEXT = 2

/** The lines that went and came between two texts, with two lines around each; by their longest common subsequence. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length > MAX_LINES || after.length > MAX_LINES)
    return [
      ...before.map((text) => ({ sign: '-' as const, text })),
      ...after.map((text) => ({ sign: '+' as const, text })),
    ]
  return nearChanges(walk(before, after, commonLengths(before, after)))
}

/** For each pair of positions, how many lines the rests have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = rows[i]
      if (row)
        row[j] = before[i] === after[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1))
    }
  return rows
}

const at = (rows: readonly Uint16Array[], i: number, j: number): number => rows[i]?.[j] ?? 0

function walk(before: readonly string[], after: readonly string[], common: readonly Uint16Array[]): DiffLine[] {
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old = '', now = ''] = [before[i], after[j]]
    if (i < before.length && j < after.length && old === now) {
      lines.push({ sign: ' ', text: old })
      i += 1
      j += 1
    } else if (j >= after.length || (i < before.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ sign: '-', text: old })
      i += 1
    } else {
      lines.push({ sign: '+', text: now })
      j += 1
    }
  }
  return lines
}

function nearChanges(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' ')
  return lines.filter((_, index) => isNear(index))
}
