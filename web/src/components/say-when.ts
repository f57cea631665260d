/** A time as the API writes it; null for never. */
export type Moment = string | null

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** How far a moment is from now, in one unit: "3 minutes ago", "in 2 days". */
export function sayWhen(at: string, now: Date): string {
  const seconds = Math.round((Date.parse(at) - now.getTime()) / 1_000)
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return words.format(Math.trunc(seconds / size), unit)
}
