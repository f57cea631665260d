import { AnvilError } from '@anvil/shared'
import type { Prompt, User } from '@anvil/shared/api'
import { openStorage } from '../../lib/browser-store.js'
import { session } from '../../lib/forge.js'
import { ownSaves } from '../events/own-saves.js'
import { noteSaved, type PromptKey, putPrompt, readPrompt } from './api.js'
import { type Aside, AsideCopies } from './aside-copies.js'
import type { Content } from './content.js'
import { LocalCopies } from './local-copy.js'
import { PromptKeeper } from './prompt-keeper.js'

const keepers = new Map<string, PromptKeeper>()
/** What was set aside and has no room in this browser: it stays for as long as the page is open. */
const unkept = new Map<string, Aside>()

window.addEventListener('pagehide', settleAll)
window.addEventListener('beforeunload', (event) => {
  settleAll()
  if (unkept.size > 0 || [...keepers.values()].some((keeper) => keeper.wouldLose())) event.preventDefault()
})

/** The keeper of a prompt for who is signed in; one that still has text to save goes on with it. */
export function keeperFor(key: PromptKey, prompt: Prompt): PromptKeeper {
  const known = unsavedKeeper(key)
  if (known) return known
  const keeper = keeperOf(key, prompt, session.get()?.user)
  keepers.set(idOf(key), keeper)
  return keeper
}

/** The keeper of this page that has text of a prompt which is not saved. */
export function unsavedKeeper(key: PromptKey): PromptKeeper | undefined {
  const known = keepers.get(idOf(key))
  return known && known.get().standing.is !== 'saved' ? known : undefined
}

/** What this browser keeps of a prompt for who is signed in. */
export function copiesOf(key: PromptKey, writer: User | undefined = session.get()?.user) {
  const place = { ...key, userId: writer?.id ?? '' }
  const tab = { marks: openStorage(() => sessionStorage), locks: 'locks' in navigator ? navigator.locks : undefined }
  return { copies: new LocalCopies(openStorage(), place, tab), asides: new AsideCopies(openStorage(), place, unkept) }
}

/** Sets a text aside for a prompt, in the room that it takes elsewhere until now, and leaves it there. */
export function takeAside(key: PromptKey, content: Content, leave: () => void): void {
  const keeper = unsavedKeeper(key)
  if (keeper) keeper.setAside(content, { leave })
  else copiesOf(key).asides.add(content, { leave })
}

function settleAll(): void {
  for (const keeper of keepers.values()) keeper.settle()
}

const idOf = ({ promptSetId, promptId }: PromptKey): string => `${session.get()?.user.id}/${promptSetId}/${promptId}`

function keeperOf(key: PromptKey, prompt: Prompt, writer: User | undefined): PromptKeeper {
  return new PromptKeeper(prompt, {
    ...copiesOf(key, writer),
    put: async (content, etag) => {
      requireWriter(writer)
      const saved = await ownSaves.track(putPrompt(key, content, etag))
      noteSaved(key, saved)
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
