import type { ClientCore } from './client-core.js'

/** Says why there is nothing to render yet, and what to do about it. */
export function whyNotReady(core: ClientCore): string {
  const { mode, setBy } = core.modes.effective
  if (mode === 'frozen')
    return `Nothing is verified yet, and this client is frozen (by ${setBy}), so it takes nothing by itself. Run anvil sync, or give it a bootstrap file.`
  const reason = core.lastError ? ` ${core.lastError.message}` : ''
  return `Nothing is verified yet: neither the cache nor FORGE gave prompts.${reason} It goes on trying; pass a fallback meanwhile.`
}
