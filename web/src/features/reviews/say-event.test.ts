import type { ReviewEvent } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { sayEvent } from './say-event.js'

const [ADA, BEN] = ['Ada', 'Ben'].map((name, at) => ({ id: `00000000-0000-4000-8000-00000000000${at}`, name }))
const people = [ADA, BEN].flatMap((person) => person ?? [])
const [first] = people
const one = first ? [first] : []

const say = (kind: ReviewEvent['kind'], details: ReviewEvent['details'] = {}, round = 1): string =>
  sayEvent({ id: '', kind, round, by: null, body: '', content_digest: null, details, created_at: '' }).replaceAll(
    /[\u2066-\u2069]/g,
    '',
  )

it.each<[string, ReviewEvent['kind'], ReviewEvent['details'], number?]>([
  ['asked for a review', 'requested', { revived: [] }],
  ['asked for a review, of Ada, Ben', 'requested', { people }],
  ['asked again, round 2: the approval of Ada counts again', 'requested', { revived: one }, 2],
  ['chose who is asked: Ada', 'asked', { people: one }],
  ['asks everybody who may review', 'asked', { people: [] }],
  ['approved', 'approve', { own_work: false }],
  ['approved their own work, as the only reviewer', 'approve', { own_work: true }],
  ['requested changes', 'request_changes', {}],
  ['commented', 'comment', {}],
  ['took their approval back', 'approval_withdrawn', {}],
  ['changed the draft', 'edited', { voided: [], revived: [] }],
  ['changed the draft: the approval of Ada is void', 'edited', { voided: one }],
  ['changed the draft: the approvals of Ada, Ben are void', 'edited', { voided: people }],
  ['changed the draft: the approvals of Ada, Ben count again', 'edited', { revived: people }],
  ['applied suggestions of Ada to a.b, a.c', 'applied', { people: one, prompts: ['a.b', 'a.c'] }],
  ['dismissed the request for changes of Ada', 'dismissed', { people: one }],
  ['withdrew the review', 'withdrawn', {}],
  ['locked 1.4.0', 'locked', { version: '1.4.0' }],
  ['discarded the draft, back to 1.3.0', 'discarded', { version: '1.3.0' }],
  ['discarded the draft', 'discarded', {}],
])('says “%s”', (words, kind, details, round) => {
  expect(say(kind, details, round)).toBe(words)
})
