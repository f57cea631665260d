import type { FoundPrompt, PromptSet } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { includable } from './includable.js'

const [OWN, LETTERS, NEW] = ['own', 'letters', 'new'] as const
const set = (id: string, locked_version: string | null): PromptSet => ({
  id,
  locked_version,
  project_id: 'p',
  name: id,
  slug: id,
  description: '',
  status: 'LIVE',
  revision: 1,
  prompt_count: 1,
  archived_at: null,
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
})
const found = (id: string, setId: string): FoundPrompt => ({
  id,
  prompt_set: { id: setId, name: `Set ${setId}`, status: 'LIVE' },
  excerpt: 'Be kind.',
})
const SETS = [set(OWN, null), set(LETTERS, '1.0.0'), set(NEW, null)]
const KEY = { projectId: 'p', promptSetId: OWN, promptId: 'reply' }

it('may include what is of the same set or was locked in another, but not itself', () => {
  const all = [found('reply', OWN), found('reply.short', OWN), found('reply.sign', LETTERS), found('reply.new', NEW)]
  expect(includable(KEY, 'reply', all, SETS)).toEqual([
    { id: 'reply.short', set: undefined },
    { id: 'reply.sign', set: 'Set letters' },
  ])
})

it('goes by ids, not by texts', () => {
  expect(includable(KEY, 'KIND', [found('a', OWN), found('kind', OWN)], SETS)).toEqual([{ id: 'kind', set: undefined }])
})
