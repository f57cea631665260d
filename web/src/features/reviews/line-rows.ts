import { diffLines } from 'diff'

/** One line of a text that changed: of the draft, or of the locked version where it is gone. */
export interface LineRow {
  side: 'draft' | 'locked'
  /** Counted from 1 in the text of its side. */
  line: number
  text: string
  kind: 'same' | 'added' | 'removed'
}

/** Two texts line by line: those that go before those that come; of no text at all, none goes. */
export function lineRows(from: string, to: string): LineRow[] {
  const rows: LineRow[] = []
  const at = { draft: 0, locked: 0 }
  for (const { value, added, removed } of diffLines(from === '' ? '' : `${from}\n`, `${to}\n`)) {
    const kind = added ? 'added' : removed ? 'removed' : 'same'
    for (const text of value.split('\n').slice(0, -1)) {
      if (kind !== 'added') at.locked += 1
      if (kind !== 'removed') at.draft += 1
      const side = kind === 'removed' ? 'locked' : 'draft'
      rows.push({ side, line: at[side], text, kind })
    }
  }
  return rows
}

const CONTEXT = 3

/** Rows as they are shown: stretches that stay the same are folded to a few lines around what changes or is talked about. */
export function foldRows(rows: readonly LineRow[], keep: (row: LineRow) => boolean): (LineRow | { folded: number })[] {
  const isNear = rows.map((_, at) =>
    rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((row) => row.kind !== 'same' || keep(row)),
  )
  const shown: (LineRow | { folded: number })[] = []
  let folded = 0
  const unfold = () => {
    if (folded > 0) shown.push({ folded })
    folded = 0
  }
  rows.forEach((row, at) => {
    if (!isNear[at]) folded += 1
    else {
      unfold()
      shown.push(row)
    }
  })
  unfold()
  return shown
}
