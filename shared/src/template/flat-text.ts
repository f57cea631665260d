/**
 * A copy of a text that is neither a slice of another nor joined from others: it keeps nothing else alive, and
 * writing it out is one copy.
 */
export function flatText(text: string): string {
  const flat: unknown = JSON.parse(JSON.stringify(text))
  return typeof flat === 'string' ? flat : text
}
