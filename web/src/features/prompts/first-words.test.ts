import type { Prompt } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { firstWords } from './first-words.js'

const record = {
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  delimiters: null,
  variables: {},
  metadata: {},
  revision: 1,
  etag: '"1"',
  problems: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
}
const text = (template: string): Prompt => ({ ...record, kind: 'text', template })

it('shows the beginning of a text in one line, and says where there is more', () => {
  expect(firstWords(text('  Hello\n\n  {{name}},\twelcome. '))).toBe('Hello {{name}}, welcome.')
  expect(firstWords(text('word '.repeat(100)))).toBe(`${'word '.repeat(32)} …`)
})

it('shows the first message of a chat, and says where nothing is written', () => {
  const messages = [
    { role: 'system' as const, template: 'Be brief.' },
    { role: 'user' as const, template: 'Hello' },
  ]
  expect(firstWords({ ...record, kind: 'chat', messages })).toBe('Be brief.')
  expect(firstWords(text(' \n '))).toBe('Nothing is written yet')
})
