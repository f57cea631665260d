/**
 * Where some lines stand among others, counted from 0; the first places only, as many as are asked for. However often
 * lines repeat, each is looked at a few times (Knuth, Morris, Pratt), so that no quote costs more than reading its text.
 */
export function findRuns(lines: readonly string[], wanted: readonly string[], most: number): number[] {
  const back = fallbacksOf(wanted)
  const starts: number[] = []
  let matched = 0
  for (let at = 0; at < lines.length && starts.length < most; at += 1) {
    const line = lines[at]
    while (matched > 0 && line !== wanted[matched]) matched = back[matched - 1] ?? 0
    if (line === wanted[matched]) matched += 1
    if (matched < wanted.length) continue
    starts.push(at + 1 - matched)
    matched = back[matched - 1] ?? 0
  }
  return starts
}

/** For each beginning of some lines, how many of its last lines are such a beginning too. */
function fallbacksOf(wanted: readonly string[]): number[] {
  const back = [0]
  let length = 0
  for (let at = 1; at < wanted.length; at += 1) {
    const line = wanted[at]
    while (length > 0 && line !== wanted[length]) length = back[length - 1] ?? 0
    if (line === wanted[length]) length += 1
    back.push(length)
  }
  return back
}
