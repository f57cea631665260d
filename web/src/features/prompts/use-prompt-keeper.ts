import type { Prompt } from '@anvil/shared/api'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { session } from '../../lib/forge.js'
import type { PromptKey } from './api.js'
import { keeperFor } from './keepers.js'
import type { Kept, PromptKeeper } from './prompt-keeper.js'

/** The text of a prompt as it is written here, and who keeps it. */
export function usePromptKeeper(key: PromptKey, prompt: Prompt): { keeper: PromptKeeper; kept: Kept } {
  const [keeper] = useState(() => keeperFor(key, prompt))
  const kept = useSyncExternalStore(keeper.subscribe, keeper.get)
  useEffect(() => keeper.offer(prompt), [keeper, prompt])
  useEffect(() => {
    const save = () => void keeper.flush()
    save()
    const saveWhenHidden = () => document.visibilityState === 'hidden' && save()
    document.addEventListener('visibilitychange', saveWhenHidden)
    window.addEventListener('online', save)
    const forget = session.subscribe(() => session.get() && save())
    return () => {
      document.removeEventListener('visibilitychange', saveWhenHidden)
      window.removeEventListener('online', save)
      forget()
      save()
    }
  }, [keeper])
  return { keeper, kept }
}
