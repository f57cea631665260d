import type { Prompt } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { shownBy } from '../../../test/support/shown-by.js'
import { type Content, contentOf } from './content.js'
import { ProblemList } from './problem-list.js'

const told = { code: 'template.not_portable', message: 'Only FORGE sees this.', line: 2, column: 1 } as const
const prompt: Prompt = {
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  kind: 'text',
  template: 'Hello',
  delimiters: null,
  variables: {},
  metadata: {},
  revision: 1,
  etag: '"1"',
  problems: [{ ...told, severity: 'warning' }],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
}
const list = (content: Content, missing: string[] = [], of: Prompt = prompt) =>
  shownBy(ProblemList, { content, prompt: of, missing }).text

it('tells what FORGE found in the text as it is saved, and why includes are missing', () => {
  expect(list(contentOf(prompt))).toBe('Warning, line 2: Only FORGE sees this.')
  expect(list(contentOf(prompt), ['No prompt has that id.'])).toContain('Error: No prompt has that id.')
})

it('checks by itself what is not saved yet, message by message', () => {
  const broken = list({ ...contentOf(prompt), kind: 'text', template: 'One\n{{#open}}' })
  expect(broken).toMatch(/^Error, line 2: The section open/)
  const messages = [
    { role: 'system' as const, template: 'Good' },
    { role: 'user' as const, template: '{{' },
  ]
  expect(list({ kind: 'chat', messages, delimiters: null, metadata: {} })).toMatch(/^Error, message 2, line 1: The tag/)
})

it('says that nothing is wrong, but not while an include is missing', () => {
  const good = { ...prompt, problems: [] }
  expect(list(contentOf(good), [], good)).toBe('Checks find nothing wrong')
  expect(list(contentOf(good), ['No prompt has that id.'], good)).toBe('Error: No prompt has that id.')
})
