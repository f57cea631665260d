import { z } from 'zod'

/** What somebody has looked at: by the id of a prompt, the fingerprint of what was shown. */
export const Viewed = z.record(z.string(), z.string())
export type Viewed = z.infer<typeof Viewed>

/** Reads what a browser kept; nothing where that can't be understood. */
export function readViewed(kept: string | null): Viewed {
  try {
    return Viewed.catch({}).parse(JSON.parse(kept ?? '{}'))
  } catch {
    return {}
  }
}

/** Whether it was looked at as it is now. */
export const isViewed = (viewed: Viewed, shown: Viewed, id: string): boolean =>
  Object.hasOwn(viewed, id) && Object.hasOwn(shown, id) && viewed[id] === shown[id]

/** Ticks a prompt, or takes its tick away; ticks of what is shown no more are dropped. */
export function tick(viewed: Viewed, shown: Viewed, id: string): Viewed {
  const kept = Object.keys(shown).filter((key) => isViewed(viewed, shown, key) !== (key === id))
  return Object.fromEntries(kept.map((key) => [key, shown[key] ?? '']))
}
