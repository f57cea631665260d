import type { ApprovalList, Draft } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { namesOf, nextStep } from './next-step.js'
import { waitingFor } from './waiting.js'

const [ADA, BEN, CY] = ['Ada', 'Ben', 'Cy'].map((name, at) => ({
  id: `00000000-0000-4000-8000-00000000000${at}`,
  name,
}))
const people = [ADA, BEN, CY].flatMap((person) => (person ? [person] : []))
const idOf = (name: string) => people.find((person) => person.name === name)?.id
const named = (...names: string[]) => people.filter(({ name }) => names.includes(name))

/** Written by Ada, approved by those who are named, whose word `counts` or not. */
function approvals(required: number, by: string[] = [], counts = true): ApprovalList {
  return {
    content_digest: 'd',
    required,
    given: counts ? by.length : 0,
    approvals: named(...by).map((user) => ({
      id: user.id,
      user,
      content_digest: 'd',
      own_work: false,
      counts,
      created_at: '2026-11-21T12:00:00Z',
    })),
    authors: named('Ada'),
    reviewers: named('Ben', 'Cy'),
  }
}

function draft(status: Draft['prompt_set']['status'], more: Partial<Draft> = {}): Draft {
  return {
    prompt_set: {
      id: '00000000-0000-4000-8000-000000000009',
      project_id: '00000000-0000-4000-8000-000000000008',
      name: 'Onboarding',
      slug: 'onboarding',
      description: '',
      status,
      revision: 1,
      locked_version: '1.3.0',
      prompt_count: 1,
      archived_at: null,
      created_at: '',
      updated_at: '',
    },
    snapshot: {},
    includes: {},
    content_digest: 'd',
    locked_version: '1.3.0',
    proposed_version: '1.4.0',
    diff: { breaking: [], bump: 'minor', removed: [], added: [], changed: [], includes: [] },
    problems: {},
    include_news: [],
    approvals: approvals(1),
    findings: [],
    blocked_by: [],
    ...more,
  }
}

describe('the next step', () => {
  const broken = [{ code: 'prompt_set.not_lockable' as const, message: '1 of the prompts is broken.' }]

  const request = { does: 'request_review', label: 'Request review' }
  const approve = { does: 'approve', label: 'Approve' }
  const lock = { does: 'lock', label: 'Lock as 1.4.0' }
  const says = (text: string): unknown => expect.stringContaining(text)

  it.each<[string, Draft, ApprovalList, object]>([
    ['Ada', draft('LIVE'), approvals(1), request],
    ['Ada', draft('LIVE', { blocked_by: broken }), approvals(1), request],
    ['Ada', draft('LIVE', { proposed_version: null }), approvals(1), { does: 'discard', label: 'Back to 1.3.0' }],
    ['Ben', draft('REVIEW'), approvals(1), approve],
    ['Ben', draft('REVIEW', { blocked_by: broken }), approvals(1), approve],
    ['Ben', draft('REVIEW'), approvals(1, ['Ben'], false), approve],
    ['Ada', draft('REVIEW'), approvals(1), { ...approve, because: says('Ben or Cy can.') }],
    ['Ada', draft('REVIEW'), approvals(1, ['Ben']), lock],
    ['Ada', draft('REVIEW'), approvals(0), lock],
    ['Ben', draft('REVIEW'), approvals(2, ['Ben']), { ...lock, because: says('1 of 2 approvals') }],
    ['Ada', draft('REVIEW', { blocked_by: broken }), approvals(0), { ...lock, because: says('is broken') }],
    ['Ada', draft('LOCKED'), approvals(1), { does: 'publish', label: 'Publish 1.3.0 …' }],
  ])('for %s, case %#, is the one that can be done', (who, about, list, step) => {
    expect(nextStep(about, list, idOf(who))).toEqual(step)
  })
})

it('says for whom a review waits', () => {
  expect(waitingFor(approvals(1), idOf('Ben'))).toEqual({ isMine: true, words: 'Waits for you' })
  expect(waitingFor(approvals(1), idOf('Ada'))).toEqual({ isMine: false, words: 'Waits for Ben or Cy' })
  expect(waitingFor(approvals(2, ['Ben']), idOf('Ben')).words).toBe('Waits for Cy')
  expect(waitingFor(approvals(1, ['Ben']), idOf('Ben')).words).toBe('Approved: it can be locked')
  expect(waitingFor({ ...approvals(1), reviewers: [] }, idOf('Ben')).words).toContain('nobody here')
})

it('names the first of many', () => {
  expect(namesOf(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ name })))).toBe('A, B, C, D, or 2 more')
})
