import type { ClientCore } from './client-core.js'
import { positionOf, showPosition } from './receiver/running.js'

/** Says why there is nothing to render yet, and what to do about it. */
export function whyNotReady(core: ClientCore): string {
  const { mode, setBy } = core.modes.effective
  const { highest } = core.receiver
  const lost = highest
    ? ` Nothing whole is left of ${showPosition(positionOf(highest))}, which this folder has recorded, and nothing older is served.`
    : ''
  if (mode === 'frozen')
    return `Nothing is verified yet, and this client is frozen (by ${setBy}), so it takes nothing by itself.${lost} Run anvil sync, or give it a bootstrap file.`
  const reason = core.lastError ? ` ${core.lastError.message}` : ''
  if (!core.live)
    return `Nothing is verified yet: the cache folder gave no prompts.${lost}${reason} Run anvil sync to take the newest.`
  return `Nothing is verified yet: neither the cache nor FORGE gave prompts.${lost}${reason} It goes on trying; pass a fallback meanwhile.`
}
