const FIRST = { start: 0x811c9dc5, factor: 0x01000193 }
const SECOND = { start: 0x9e3779b9, factor: 0x85ebca6b }

/** A short text that differs where a value does: to notice a change by, not to prove anything with. */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value)
  return [FIRST, SECOND].map((how) => hashOf(text, how).toString(36)).join('-')
}

function hashOf(text: string, { start, factor }: typeof FIRST): number {
  let hash = start
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), factor)
  return hash >>> 0
}
