const padded = (value: number, length = 2): string => String(value).padStart(length, '0')

/** The day of a moment, where the browser is, as a date field has it. */
export function dayOf(at: string | undefined): string {
  if (at === undefined) return ''
  const date = new Date(at)
  return `${padded(date.getFullYear(), 4)}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`
}

/** When the day of a date field begins, where the browser is; undefined for none. */
export const startOf = (day: string): string | undefined => momentOf(`${day}T00:00:00.000`)

/** The last moment of the day of a date field. */
export const endOf = (day: string): string | undefined => momentOf(`${day}T23:59:59.999`)

function momentOf(text: string): string | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
