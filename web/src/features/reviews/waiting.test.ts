import type { ApprovalList } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { hasApproved, namesOf } from './next-step.js'
import { waitingFor } from './waiting.js'

const person = (name: string) => ({ id: name.toLowerCase(), name })
const approval = (name: string, counts = true): ApprovalList['approvals'][number] => ({
  id: `by-${name}`,
  user: person(name),
  content_digest: 'd',
  own_work: false,
  counts,
  created_at: '2026-11-21T10:00:00.000Z',
})
const list = (more: Partial<ApprovalList> = {}): ApprovalList => ({
  content_digest: 'd',
  required: 1,
  given: 0,
  approvals: [],
  authors: [person('Ada')],
  reviewers: [person('Ben'), person('Cy')],
  ...more,
})
/** Without the marks that keep names of other scripts apart. */
const plain = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '')
const waits = (approvals: ApprovalList, userId?: string) => {
  const { isMine, words } = waitingFor(approvals, userId)
  return [isMine, plain(words)]
}

describe('a review waits', () => {
  it('for who may approve it, and says so to them', () => {
    expect(waits(list(), 'ben')).toEqual([true, 'Waits for you'])
    expect(waits(list(), 'ada')).toEqual([false, 'Waits for Ben or Cy'])
    expect(waits(list())).toEqual([false, 'Waits for Ben or Cy'])
  })

  it('for those alone who have not approved yet', () => {
    const half = list({ required: 2, given: 1, approvals: [approval('Ben')] })
    expect(waits(half, 'ben')).toEqual([false, 'Waits for Cy'])
    expect(waits(half, 'cy')).toEqual([true, 'Waits for you'])
  })

  it('for somebody once more whose approval counts no longer', () => {
    const voided = list({ approvals: [approval('Ben', false)] })
    expect(waits(voided, 'ben')).toEqual([true, 'Waits for you'])
  })

  it('for nobody once it is approved, or where none are needed', () => {
    const approved = [false, 'Approved: it can be locked']
    expect(waits(list({ given: 1, approvals: [approval('Ben')] }), 'cy')).toEqual(approved)
    expect(waits(list({ given: 2, approvals: [approval('Ben'), approval('Cy')] }), 'ada')).toEqual(approved)
    expect(waits(list({ required: 0, reviewers: [] }), 'ben')).toEqual(approved)
  })

  it('for ever where nobody is left who may approve', () => {
    const stuck = [false, 'Waits, and nobody here may approve it']
    expect(waits(list({ reviewers: [] }), 'ada')).toEqual(stuck)
    const all = list({ required: 3, given: 2, approvals: [approval('Ben'), approval('Cy')] })
    expect(waits(all, 'ben')).toEqual(stuck)
  })
})

describe('people by name', () => {
  const people = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `P${at + 1}` }))

  it.each([
    [0, '', ''],
    [1, 'P1', 'P1'],
    [2, 'P1 or P2', 'P1 and P2'],
    [4, 'P1, P2, P3, or P4', 'P1, P2, P3, and P4'],
    [5, 'P1, P2, P3, P4, or 1 more', 'P1, P2, P3, P4, and 1 more'],
    [50, 'P1, P2, P3, P4, or 46 more', 'P1, P2, P3, P4, and 46 more'],
  ])('are said of %i', (count, or, and) => {
    expect([plain(namesOf(people(count))), plain(namesOf(people(count), 'and'))]).toEqual([or, and])
  })

  it('are kept apart from the words around them', () => {
    expect(namesOf([{ name: 'דנה' }])).toMatch(/^[\u2066-\u2068]דנה\u2069$/)
  })
})

it('an approval is somebody’s own only where it counts', () => {
  const approvals = list({ approvals: [approval('Ben'), approval('Cy', false)] })
  expect(['ben', 'cy', 'ada', undefined].map((id) => hasApproved(approvals, id))).toEqual([true, false, false, false])
})
