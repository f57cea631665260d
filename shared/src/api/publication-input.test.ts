import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../protocol/limits.js'
import { PublicationInput } from './publications.js'

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const ids = (count: number): string[] => Array.from({ length: count }, (_, number) => id(number))
const taken = (value: unknown): boolean => PublicationInput.safeParse(value).success
const publish = (...sets: object[]) => ({ kind: 'publish', sets })
const version = { prompt_set_id: id(1), version: '1.0.0' }
const draft = { prompt_set_id: id(2), draft: true }

describe('a publication may be asked for', () => {
  it.each([
    ['by versions and drafts together', publish(version, draft)],
    ['by a draft that still says the same', publish({ ...draft, content_digest: 'a'.repeat(64) })],
    ['by a pre-release version', publish({ ...version, version: '1.0.0-live.3' })],
    ['as leaving sets out', { kind: 'withdraw', prompt_set_ids: [id(1)] }],
    ['as going back', { kind: 'rollback', to_sequence: 0 }],
    ['as going back with one set', { kind: 'rollback', to_sequence: 3, prompt_set_id: id(1) }],
    ['as another environment has it', { kind: 'promote', from_environment: 'staging' }],
    ['in part as another has it', { kind: 'promote', from_environment: 'staging', prompt_set_ids: [id(1)] }],
    ['against the head that was seen', { ...publish(version), expected_sequence: 0, note: 'x'.repeat(2_000) }],
  ])('%s', (_, input) => {
    expect(PublicationInput.parse(input)).toMatchObject({ note: '', ...input })
  })
})

describe('a publication is refused', () => {
  it.each([
    ['of nothing', publish()],
    ['of a set without a version', publish({ prompt_set_id: id(1) })],
    ['of a version and the draft at once', publish({ ...version, draft: true })],
    ['of what is no draft', publish({ ...draft, draft: false })],
    ['of a version by its digest', publish({ ...version, content_digest: 'a'.repeat(64) })],
    ['of a range of versions', publish({ ...version, version: '^1.0.0' })],
    ['of a set by its slug', publish({ ...version, prompt_set_id: 'onboarding' })],
    ['of the same set at two versions', publish(version, { ...version, version: '2.0.0' })],
    ['of the same set as version and draft', publish(version, { ...draft, prompt_set_id: id(1) })],
    ['that leaves out nothing', { kind: 'withdraw', prompt_set_ids: [] }],
    ['that leaves out the same twice', { kind: 'withdraw', prompt_set_ids: [id(1), id(1)] }],
    ['that goes back to nowhere', { kind: 'rollback' }],
    ['that goes back by so many steps', { kind: 'rollback', to_sequence: -1 }],
    ['from nowhere', { kind: 'promote' }],
    ['from an environment by its title', { kind: 'promote', from_environment: 'Staging' }],
    ['of no set of another environment', { kind: 'promote', from_environment: 'staging', prompt_set_ids: [] }],
    ['with a long note', { ...publish(version), note: 'x'.repeat(2_001) }],
    ['against half a sequence', { ...publish(version), expected_sequence: 0.5 }],
    ['against no sequence', { ...publish(version), expected_sequence: null }],
    ['of the kind that FORGE alone makes', { kind: 'initial' }],
    ['with more than is known', { ...publish(version), force: true }],
    ['with what belongs to another kind', { ...publish(version), to_sequence: 1 }],
  ])('%s', (_, input) => {
    expect(taken(input)).toBe(false)
  })

  it('of more prompt sets than a project holds', () => {
    const most = LIMITS.promptSetsPerProject
    for (const [count, good] of [
      [most, true],
      [most + 1, false],
    ] as const) {
      expect(taken({ kind: 'withdraw', prompt_set_ids: ids(count) })).toBe(good)
      expect(taken({ kind: 'promote', from_environment: 'a', prompt_set_ids: ids(count) })).toBe(good)
      expect(taken(publish(...ids(count).map((prompt_set_id) => ({ ...version, prompt_set_id }))))).toBe(good)
    }
  })

  it('wherever a set is named twice, and only there', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }), fc.boolean(), (numbers, asDraft) => {
        const once = new Set(numbers).size === numbers.length
        const what = asDraft ? { draft: true } : { version: '1.0.0' }
        expect(taken(publish(...numbers.map((number) => ({ prompt_set_id: id(number), ...what }))))).toBe(once)
        expect(taken({ kind: 'withdraw', prompt_set_ids: numbers.map(id) })).toBe(once)
      }),
    )
  })
})
