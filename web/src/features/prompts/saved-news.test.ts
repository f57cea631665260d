import { expect, it } from 'vitest'
import { prompt, text } from '../../../test/support/open-keeper.js'
import type { Kept, Standing } from './prompt-keeper.js'
import { nextNews, type SavedNews } from './saved-news.js'

const kept = (standing: Standing): Kept => ({
  content: text('Mine'),
  standing,
  isRestored: false,
  isKept: true,
  asides: [],
})
/** What is told while a text goes from standing to standing, each only once. */
function told(...standings: Standing[]): string[] {
  let news: SavedNews = { text: '', isTrouble: false }
  return standings.flatMap((standing) => {
    const next = nextNews(news, kept(standing))
    const isNew = next !== news
    news = next
    return isNew ? [next.text] : []
  })
}

const SAVED: Standing = { is: 'saved' }
const AWAY: Standing = { is: 'away', why: 'FORGE is away.' }

it('tells nothing of saving that goes well', () => {
  expect(told(SAVED, { is: 'waiting' }, { is: 'saving' }, SAVED)).toEqual([])
})

it('tells of trouble once, and when the text is saved again', () => {
  expect(told({ is: 'waiting' }, AWAY, AWAY, { is: 'saving' }, AWAY, SAVED, { is: 'waiting' }, SAVED, AWAY)).toEqual([
    'Your text is not saved yet: FORGE is away.',
    'Your text is saved again.',
    'Your text is not saved yet: FORGE is away.',
  ])
})

it('tells what was refused, what is gone, and who changed it', () => {
  const theirs = { ...prompt('Theirs', 2), updated_by: { id: 'b', name: 'Ben' } }
  const steps: Standing[] = [
    { is: 'refused', why: 'It is LOCKED.' },
    { is: 'gone' },
    { is: 'conflict', theirs, base: undefined },
    { is: 'conflict', theirs: prompt('Theirs', 2), base: undefined },
  ]
  expect(told(...steps)).toEqual([
    'Your text could not be saved: It is LOCKED.',
    'Your text could not be saved: the prompt was deleted or moved.',
    'Your text is not saved: Ben changed this prompt meanwhile.',
    'Your text is not saved: somebody changed this prompt meanwhile.',
  ])
})
