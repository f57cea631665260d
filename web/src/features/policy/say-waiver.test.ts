import { isolate } from '@anvil/shared'
import type { JudgedFinding, Waiver } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { currentFindings, sayWaiver, stateOf, whyNotGive } from './say-waiver.js'

const person = (name: string) => ({ id: name, name })
const waiver = (state: Waiver['state'], more: Partial<Waiver> = {}): Waiver => ({
  id: 'w',
  prompt_set_id: 's',
  rule: 'secrets',
  prompt_id: 'a',
  fingerprint: 'f',
  message: '',
  reason: 'Made up',
  state,
  expires_at: '2026-12-01T10:00:00Z',
  requested_by: person('Ada'),
  requested_at: '',
  given_by: person('Ben'),
  given_at: '',
  own_work: false,
  ended_by: person('Cy'),
  ended_at: null,
  ...more,
})
const finding = (fingerprint: string, more: Partial<JudgedFinding> = {}): JudgedFinding => ({
  rule: 'secrets',
  level: 'block',
  prompt_id: 'a',
  line: 1,
  message_index: null,
  message: '',
  fingerprint,
  waiver: null,
  blocks: true,
  ...more,
})

describe('a waiver', () => {
  it.each([
    ['waiting', /^Ada asks for a waiver until 1 Dec 2026/],
    ['given', /^Waived by Ben until 1 Dec 2026/],
    ['refused', /^Cy refused a waiver$/],
    ['revoked', /^Cy took the waiver back$/],
    ['expired', /^The waiver expired at 1 Dec 2026/],
  ] as const)('that is %s says who and until when', (state, said) => {
    expect(sayWaiver(waiver(state))).toMatch(said)
  })

  it('that nobody gave before it expired was only a wish', () => {
    expect(sayWaiver(waiver('expired', { given_by: null }))).toMatch(/^The wish for a waiver expired/)
  })

  it('is given by a reviewer, by who asked for it only if there is no other', () => {
    const [ada, ben] = [person('Ada'), person('Ben')]
    expect(whyNotGive(waiver('waiting'), [ada, ben], 'Ben')).toBeUndefined()
    expect(whyNotGive(waiver('waiting'), [ada, ben], 'Ada')).toContain('You asked for it')
    expect(whyNotGive(waiver('waiting'), [ada], 'Ada')).toBeUndefined()
    expect(whyNotGive(waiver('waiting'), [ben], 'Eve')).toContain('Only a reviewer')
  })
})

it('Findings keep to what was seen, with waivers as they are now, and what blocks is first', () => {
  const warns = finding('1', { level: 'warn', blocks: false })
  const waived = finding('2', { blocks: false, waiver: waiver('given') })
  const seen = [warns, finding('2'), finding('3')]
  const found = currentFindings(seen, [waived, finding('4')])
  expect(found.map(({ fingerprint, blocks }) => [fingerprint, blocks])).toEqual([
    ['3', true],
    ['2', false],
    ['1', false],
  ])
  expect(currentFindings(seen)).toHaveLength(3)
})

describe('what a finding does', () => {
  it.each([
    ['blocks', { level: 'block', blocks: true }],
    ['blocks', { level: 'block', blocks: true, waiver: waiver('expired') }],
    ['waived', { level: 'block', blocks: false, waiver: waiver('given') }],
    ['warns', { level: 'warn', blocks: false }],
    ['warns', { level: 'warn', blocks: false, waiver: waiver('given') }],
  ] as const)('is %s for %j', (state, more) => expect(stateOf(finding('f', more))).toBe(state))
})

describe('who may not give a waiver', () => {
  const [ada, ben] = [person('Ada'), person('Ben')]

  it('is told why, before anything else that it is their own wish', () => {
    expect(whyNotGive(waiver('waiting'), [ben], 'Ada')).toBe('You asked for it, so another reviewer has to give it.')
    expect(whyNotGive(waiver('waiting'), [], 'Ada')).toContain('You asked for it')
  })

  it('is nobody who is signed out, or no reviewer, be there one reviewer or many', () => {
    for (const reviewers of [[], [ben], [ada, ben]]) {
      for (const me of [undefined, 'Eve']) {
        expect(whyNotGive(waiver('waiting'), reviewers, me)).toContain('Only a reviewer')
      }
    }
  })
})

it('A name that runs from right to left, or is not known, is said so that the sentence stays', () => {
  const odd = person('\u202Eada')
  expect(sayWaiver(waiver('refused', { ended_by: odd }))).toBe(`${isolate('\u202Eada')} refused a waiver`)
  expect(sayWaiver(waiver('revoked', { ended_by: null }))).toBe('somebody took the waiver back')
  expect(sayWaiver(waiver('given', { given_by: null }))).toMatch(/^Waived by somebody until/)
})

it('Findings of one state stay in the order in which they were seen', () => {
  const seen = ['3', '1', '2'].flatMap((print) => [
    finding(`w${print}`, { level: 'warn', blocks: false }),
    finding(`b${print}`),
  ])
  const order = currentFindings(seen).map(({ fingerprint }) => fingerprint)
  expect(order).toEqual(['b3', 'b1', 'b2', 'w3', 'w1', 'w2'])
  expect(seen[0]?.fingerprint).toBe('w3')
})
