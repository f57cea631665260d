/** Characters that run from right to left, and those that say in which direction others run. */
const DIRECTED =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u
/** Characters at which a paragraph ends, and with it every isolate. */
const ENDS = new Set(['\n', '\r', '\u001C', '\u001D', '\u001E', '\u0085', '\u2029'])
const OPENS = new Set(['\u2066', '\u2067', '\u2068'])
const CLOSE = '\u2069'

/** A text as a sentence can hold it: in whatever direction it runs, the words around it stay where they are. */
export const isolate = (text: string): string => (DIRECTED.test(text) ? `\u2068${settle(text)}${CLOSE}` : text)

/** A text of one line, whose isolates all end where it does. */
export function settle(text: string): string {
  let open = 0
  let settled = ''
  for (const character of text) {
    if (character === CLOSE && open === 0) continue
    if (OPENS.has(character)) open++
    if (character === CLOSE) open--
    settled += ENDS.has(character) ? ' ' : character
  }
  return settled + CLOSE.repeat(open)
}
