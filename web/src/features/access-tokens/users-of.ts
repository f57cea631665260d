import type { AccessToken, LiveInstance } from '@anvil/shared/api'

const DAY_MS = 86_400_000

/** The instances that came with a token in the last day, the latest first; FORGE remembers none for longer. */
export function usersOf(token: AccessToken, instances: readonly LiveInstance[], now: Date): LiveInstance[] {
  return instances
    .filter(({ access_token_id }) => access_token_id === token.id)
    .filter(({ last_seen_at }) => now.getTime() - Date.parse(last_seen_at) < DAY_MS)
    .toSorted((a, b) => Date.parse(b.last_seen_at) - Date.parse(a.last_seen_at))
}
