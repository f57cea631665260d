import type { Prompt } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { shownBy } from '../../../test/support/shown-by.js'
import type { Kept, Standing } from './prompt-keeper.js'
import { SavedState } from './saved-state.js'

const THEIRS: Prompt = {
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  kind: 'text',
  template: 'Theirs',
  delimiters: null,
  variables: {},
  metadata: {},
  revision: 2,
  etag: '"2"',
  problems: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
}
const kept = (standing: Standing, isKept = true): Kept => ({
  content: { kind: 'text', template: 'Mine', delimiters: null, variables: {}, metadata: {} },
  standing,
  isRestored: false,
  isKept,
  asides: [],
})
const said = (standing: Standing, isKept?: boolean) => shownBy(SavedState, { kept: kept(standing, isKept) }).text

it.each<[Standing, string]>([
  [{ is: 'saved' }, 'Saved'],
  [{ is: 'waiting' }, 'Saving …'],
  [{ is: 'saving' }, 'Saving …'],
  [{ is: 'away', why: 'FORGE is away.' }, 'Offline: FORGE is away. Your text is kept in this browser.'],
  [{ is: 'refused', why: 'It is LOCKED.' }, 'Not saved: It is LOCKED. Your text is kept in this browser.'],
  [{ is: 'gone' }, 'Not saved: this prompt was deleted or moved. Your text is kept in this browser.'],
  [
    { is: 'conflict', theirs: THEIRS, base: undefined },
    'Not saved: somebody else changed this prompt. Your text is kept in this browser.',
  ],
])('says in words where the text is: %j', (standing, words) => {
  expect(said(standing)).toBe(words)
})

it('says where this browser can keep nothing', () => {
  expect(said({ is: 'away', why: 'FORGE is away.' }, false)).toContain('This browser keeps no copy')
})
