import type { PromptSet } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { saySet } from './say-set.js'

const SET: PromptSet = {
  id: '00000000-0000-4000-8000-000000000001',
  project_id: '00000000-0000-4000-8000-000000000002',
  name: 'Greetings',
  slug: 'greetings',
  description: '',
  status: 'LIVE',
  revision: 1,
  locked_version: null,
  prompt_count: 0,
  archived_at: null,
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
}

it.each([
  [0, null, '0 prompts · never locked'],
  [1, '1.0.0', '1 prompt · locked 1.0.0'],
  [2, null, '2 prompts · never locked'],
  [10_000, '1.4.0', '10,000 prompts · locked 1.4.0'],
])('says how many prompts a set has, and what is locked of it: %i, %s', (prompt_count, locked_version, said) => {
  expect(saySet({ ...SET, prompt_count, locked_version })).toBe(said)
})
