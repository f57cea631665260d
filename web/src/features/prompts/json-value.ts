/** A value as it is written in a field: a text as it is, anything else as JSON, and so a text that would be read as JSON. */
export function writeValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  return readValue(value) === value ? value : JSON.stringify(value)
}

/** What somebody wrote into a field: JSON where it is some, else the text as it is, so that nothing half-written is lost. */
export function readValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isExact(value) ? value : text
  } catch {
    return text
  }
}

/** What is likely to be JSON that was not finished. */
export const looksUnfinished = (value: unknown): boolean => typeof value === 'string' && /^\s*["[{]/.test(value)

/** Whether a value can be written again as it was read; large numbers can't. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact)
}
