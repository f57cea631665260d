import type { Prompt } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { openKeeper } from '../../../test/support/open-keeper.js'
import { shownBy } from '../../../test/support/shown-by.js'
import { ConflictView } from './conflict-view.js'
import type { Content } from './content.js'

const theirs: Prompt = {
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  kind: 'text',
  template: 'Hello {{name}}',
  delimiters: null,
  variables: { name: { type: 'number', required: true, default: null, description: '' } },
  metadata: { model: 'two' },
  revision: 2,
  etag: '"2"',
  problems: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: { id: '00000000-0000-4000-8000-000000000002', name: 'Ben' },
}
const mine = (more: object = {}): Content => ({
  kind: 'text',
  template: 'Hello {{name}}',
  delimiters: null,
  variables: theirs.variables,
  metadata: { model: 'two' },
  ...more,
})
const view = (own: Content, of: Prompt = theirs, base?: Content) =>
  shownBy(ConflictView, {
    mine: own,
    theirs: of,
    base,
    because: undefined,
    keeper: openKeeper().keeper,
  }).text

it('shows both texts where they differ, and nothing of what does not', () => {
  const text = view(mine({ template: 'Hello you' }))
  expect(text).toMatch(/^Ben changed this prompt while you were writing/)
  expect(text).toContain('Theirs Hello {{name}} Yours Hello removed: {{name}} added: you Merged Choose a side.')
  expect(text).toContain('Save the merged text Choose a side for one more difference first.')
  expect(text).not.toContain('Use theirs')
})

it('merges by itself what only one of both changed, and asks for nothing then', () => {
  const base = mine({ template: 'Hello.\nBye.' })
  const text = view(
    mine({ template: 'Hello you.\nBye.' }),
    { ...theirs, kind: 'text', template: 'Hello.\nSo long.' },
    base,
  )
  expect(text).toContain('difference 1 of 2 Only you changed this')
  expect(text).toContain('difference 2 of 2 Only they changed this')
  expect(text).toContain('Show the merged text Hello you. So long. Save the merged text Keep mine')
})

it('shows what else differs row by row, each with theirs to be used', () => {
  const text = view(mine({ metadata: { model: 'one', mine: 1 }, delimiters: ['<%', '%>'] }))
  expect(text).toContain('The text is the same on both sides.')
  expect(text).toContain('Metadata mine not there 1 Use theirs for Metadata mine')
  expect(text).toContain('Metadata model two one Use theirs for Metadata model')
  expect(text).toContain('Tag marks {{ }} <% %> Use theirs for Tag marks')
})

it('offers at once all that only they changed', () => {
  const base = mine({ template: 'Hello', metadata: { model: 'one', b: 1 } })
  const all = view(mine({ template: 'Hello', metadata: { model: 'one', b: 2 } }), theirs, base)
  expect(all).toContain('Use theirs for the 2 things only they changed')
  expect(all).toContain('You did not change the text.')
  expect(all).toContain('two one You did not change it.')
  const one = view(mine({ template: 'Mine', metadata: { model: 'one', b: 2 } }), theirs, base)
  expect(one).toContain('Use theirs for the one thing only they changed')
  expect(one).not.toContain('You did not change the text.')
  expect(view(mine({ template: 'Mine' }), theirs, base)).not.toContain('only they changed')
})

it('asks for a side of what both changed beside the text before the merged text is saved', () => {
  const base = mine({ template: 'Hello.\nBye.', metadata: { model: 'one', mine: 1 } })
  const own = mine({ template: 'Hello you.\nBye.', metadata: { model: 'three', mine: 2 } })
  const other: Prompt = {
    ...theirs,
    kind: 'text',
    template: 'Hello.\nSo long.',
    metadata: { model: 'two', mine: 1 },
  }
  const text = view(own, other, base)
  expect(text).toContain('Metadata model two three Use theirs for Metadata model Keep yours for Metadata model')
  expect(text).toContain('Save the merged text Choose a side for one more difference first.')
  expect(text).not.toContain('Keep yours for Metadata mine')
  expect(view(own, other)).toContain('Choose a side for 3 more differences first.')
})

it('names nobody where nobody is known, and reads a chat message by message', () => {
  const messages = [{ role: 'user' as const, template: 'Hi' }]
  const { id, prompt_set_id, delimiters, variables, metadata, revision, etag, problems, created_at, updated_at } =
    theirs
  const record = {
    id,
    prompt_set_id,
    delimiters,
    variables,
    metadata,
    revision,
    etag,
    problems,
    created_at,
    updated_at,
  }
  const text = view(mine(), { ...record, kind: 'chat', messages, updated_by: null })
  expect(text).toMatch(/^Somebody changed this prompt/)
  expect(text).toContain('user: Hi')
})
