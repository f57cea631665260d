import { AnvilError } from '@anvil/shared'
import type { Prompt, User } from '@anvil/shared/api'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { openStorage } from '../../lib/browser-store.js'
import { session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { promptQuery, type PromptKey, putPrompt, readPrompt } from './api.js'
import { LocalCopies } from './local-copy.js'
import { type Kept, PromptKeeper } from './prompt-keeper.js'

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

const keepers = new Map<string, PromptKeeper>()

/** The keeper of a prompt for who is signed in; one that still has text to save goes on with it. */
function keeperFor(key: PromptKey, prompt: Prompt): PromptKeeper {
  const user = session.get()?.user
  const id = `${user?.id}/${key.promptSetId}/${key.promptId}`
  const known = keepers.get(id)
  if (known && known.get().standing.is !== 'saved') return known
  const keeper = keeperOf(key, prompt, user)
  keepers.set(id, keeper)
  return keeper
}

function keeperOf(key: PromptKey, prompt: Prompt, writer: User | undefined): PromptKeeper {
  const tab = { marks: openStorage(() => sessionStorage), locks: 'locks' in navigator ? navigator.locks : undefined }
  return new PromptKeeper(prompt, {
    copies: new LocalCopies(openStorage(), { ...key, userId: writer?.id ?? '' }, tab),
    put: async (content, etag) => {
      requireWriter(writer)
      const saved = await putPrompt(key, content, etag)
      queryClient.setQueryData(promptQuery(key).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: ['projects', key.projectId, 'prompt-sets'], refetchType: 'none' })
      return saved
    },
    read: () => readPrompt(key),
  })
}

/** Nobody's text is saved under another person's name. */
function requireWriter(writer: User | undefined): void {
  if (writer === undefined || session.get()?.user.id === writer.id) return
  throw new AnvilError(
    'auth.required',
    `${writer.name} wrote this. It is saved once ${writer.name} is signed in again.`,
  )
}
