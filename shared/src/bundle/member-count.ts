const COLON = 58
const BACKSLASH = 92

/** How many members a valid JSON text writes down, doubled ones included: its colons outside of texts. Linear in its length. */
export function countWrittenMembers(text: string): number {
  let count = 0
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const end = quote === -1 ? text.length : quote
    for (; at < end; at += 1) if (text.charCodeAt(at) === COLON) count += 1
    if (quote !== -1) at = afterText(text, quote + 1)
  }
  return count
}

function afterText(text: string, start: number): number {
  let quote = text.indexOf('"', start)
  while (isEscaped(text, quote, start)) quote = text.indexOf('"', quote + 1)
  return quote + 1
}

function isEscaped(text: string, at: number, start: number): boolean {
  let first = at
  while (first > start && text.charCodeAt(first - 1) === BACKSLASH) first -= 1
  return (at - first) % 2 === 1
}
