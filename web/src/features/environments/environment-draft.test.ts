import { expect, it } from 'vitest'
import { type EnvironmentDraft, whyNotSo } from './environment-draft.js'

const draft: EnvironmentDraft = { name: 'Canary', kinds: ['locked'], approvals: '0' }

it('says what an environment lacks, one thing after the other', () => {
  expect(whyNotSo({ name: ' ', kinds: [], approvals: '' })).toBe('Give it a name first.')
  expect(whyNotSo({ ...draft, kinds: [], approvals: '' })).toBe('Choose at least one kind of version that it takes.')
  expect(whyNotSo({ ...draft, approvals: '21' })).toContain('a number from 0 to 20')
})

it.each(['0', '20'])('lets it be where nothing is lacking, with %s approvals', (approvals) => {
  expect(whyNotSo({ ...draft, approvals })).toBeUndefined()
  expect(whyNotSo({ ...draft, approvals, kinds: ['review', 'live'] })).toBeUndefined()
})
