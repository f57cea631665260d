/** What stands for one character in canonical JSON after a backslash, where that is a single letter or mark. */
const SHORT = '"\\bfnrt'
/** The canonical escapes of the control characters that have no short one. */
const LONG = /^u00(?:0[0-7bef]|1[0-9a-f])$/

/** How many characters the escapes of a valid JSON text add to it; undefined if one of them is not canonical. */
export function escapeOverhead(text: string): number | undefined {
  let overhead = 0
  let at = text.indexOf('\\')
  while (at !== -1) {
    const added = SHORT.includes(text.charAt(at + 1)) ? 1 : 5
    if (added === 5 && !LONG.test(text.slice(at + 1, at + 6))) return undefined
    overhead += added
    at = text.indexOf('\\', at + 1 + added)
  }
  return overhead
}
