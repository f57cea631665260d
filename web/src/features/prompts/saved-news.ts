import { isolate } from '@anvil/shared'
import type { Kept, Standing } from './prompt-keeper.js'

/** What a person who can't see the page was told last of their text, and whether that was trouble. */
export interface SavedNews {
  text: string
  isTrouble: boolean
}

/** What to tell next: of trouble, and of its end. That each pause in typing saves the text is no news. */
export function nextNews(told: SavedNews, { standing }: Kept): SavedNews {
  const trouble = sayTrouble(standing)
  if (trouble !== undefined) return trouble === told.text ? told : { text: trouble, isTrouble: true }
  return standing.is === 'saved' && told.isTrouble ? { text: 'Your text is saved again.', isTrouble: false } : told
}

function sayTrouble(standing: Standing): string | undefined {
  if (standing.is === 'away') return `Your text is not saved yet: ${standing.why}`
  if (standing.is === 'refused') return `Your text could not be saved: ${standing.why}`
  if (standing.is === 'gone') return 'Your text could not be saved: the prompt was deleted or moved.'
  if (standing.is !== 'conflict') return undefined
  const who = isolate(standing.theirs.updated_by?.name ?? 'somebody')
  return `Your text is not saved: ${who} changed this prompt meanwhile.`
}
