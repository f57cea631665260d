import type { PublicationPreview } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { confirmLabel, nameOf, sayChanged, sayRetried, sayTook } from './say-publication.js'

const id = '00000000-0000-4000-8000-000000000000'
const change = (to: string | null, prompt_set = 'onboarding') => ({
  prompt_set_id: id,
  prompt_set,
  from: '1.3.0',
  to,
  moved: [],
  diff: { breaking: [], bump: 'none' as const, removed: [], added: [], changed: [], includes: [] },
})
const preview = (instances: number, ...changed: PublicationPreview['changed']): PublicationPreview => ({
  environment: 'production',
  sequence: 4,
  changed,
  targets: [],
  instances,
  blocked_by: [],
})
const setAt = (version: string) => ({ prompt_set_id: id, version })
const publish = { kind: 'publish' as const, sets: [setAt('1.4.0')] }

it('says on the button what goes where', () => {
  expect(confirmLabel(publish, preview(7, change('1.4.0')))).toBe('Publish 1.4.0 to 7 instances')
  expect(confirmLabel(publish, preview(1, change('1.4.0')))).toBe('Publish 1.4.0 to 1 instance')
  expect(confirmLabel(publish, preview(0, change('1.4.0')))).toBe('Publish 1.4.0 to production')
  expect(confirmLabel(publish, preview(2, change('1.4.0'), change('2.0.0')))).toBe(
    'Publish 2 prompt sets to 2 instances',
  )
  expect(confirmLabel(publish, preview(0))).toBe('Publish 1.4.0 to production')
  expect(confirmLabel({ kind: 'rollback', to_sequence: 3 }, preview(2, change('1.3.0')))).toBe(
    'Roll back 2 instances to #3',
  )
  expect(confirmLabel({ kind: 'withdraw', prompt_set_ids: [id] }, preview(2, change(null)))).toBe(
    'Withdraw onboarding from 2 instances',
  )
  expect(confirmLabel({ kind: 'promote', from_environment: 'staging' }, preview(2, change('1.4.0')))).toBe(
    'Promote 1.4.0 to 2 instances',
  )
})

it('says on the button how many prompt sets go, also where FORGE says that none would change', () => {
  const three = { kind: 'publish' as const, sets: ['1.4.0', '2.0.0', '3.0.0'].map(setAt) }
  const promote = { kind: 'promote' as const, from_environment: 'staging' }
  expect(confirmLabel(three, preview(0))).toBe('Publish 3 prompt sets to production')
  expect(confirmLabel(promote, preview(0))).toBe('Promote to production')
  expect(confirmLabel(promote, preview(0, change('1.4.0'), change('2.0.0')))).toBe(
    'Promote 2 prompt sets to production',
  )
  expect(confirmLabel(promote, preview(1, change(null)))).toBe('Promote 1 prompt set to 1 instance')
})

it('says what moved', () => {
  expect(sayChanged([change('1.4.0'), change(null, 'shared')])).toBe('onboarding 1.3.0 → 1.4.0, shared 1.3.0 taken out')
  expect(sayChanged([{ ...change('1.4.0'), from: null }])).toBe('onboarding 1.4.0, new here')
  expect(sayChanged([])).toBe('Nothing moved')
})

it('says how long something took, where that is known', () => {
  expect([sayTook(null), sayTook(0.4), sayTook(1_234.5)]).toEqual(['–', '0 ms', '1235 ms'])
})

it('says who is asked once more, and who can’t be', () => {
  expect(sayRetried({ asked: 1, not_connected: 0 })).toBe('1 instance is asked again.')
  expect(sayRetried({ asked: 3, not_connected: 2 })).toBe(
    '3 instances are asked again. 2 instances can’t be: not connected.',
  )
})

it('names an instance by its application and host, and a forgotten one by its id', () => {
  expect(nameOf({ instance_id: 'i-1', app: 'shop', host: 'one' })).toEqual(['shop', 'one'])
  expect(nameOf({ instance_id: 'i-1', app: '', host: '' })).toEqual(['Forgotten instance', 'i-1'])
})
