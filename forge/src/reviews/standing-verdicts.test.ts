import type { ReviewEvent } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { standingVerdicts } from './conversation.js'

const person = (name: string) => ({ id: name.toLowerCase(), name })
let count = 0
const event = (kind: ReviewEvent['kind'], by: string | null, more: Partial<ReviewEvent> = {}): ReviewEvent => ({
  id: `event-${(count += 1)}`,
  kind,
  round: 1,
  by: by === null ? null : person(by),
  body: '',
  content_digest: null,
  details: {},
  created_at: '2026-11-21T10:00:00.000Z',
  ...more,
})
const says = (by: string, round = 1) => event('request_changes', by, { round })
const dismissal = ({ id: event_id }: ReviewEvent, by = 'Cy') => event('dismissed', by, { details: { event_id } })
const whose = (...events: ReviewEvent[]) => standingVerdicts(events).map(({ by, round }) => `${by.name} ${round}`)

describe('a request for changes', () => {
  it('stands with who made it, in which round', () => {
    const request = says('Ben', 3)
    expect(standingVerdicts([event('requested', 'Ada'), request])).toEqual([
      { event_id: request.id, by: person('Ben'), round: 3, created_at: request.created_at },
    ])
  })

  it('is taken back by the approval of who made it, and by nobody else’s', () => {
    expect(whose(says('Ben'), event('approve', 'Ben'))).toEqual([])
    expect(whose(says('Ben'), event('approve', 'Cy'))).toEqual(['Ben 1'])
  })

  it('is not taken back by an approval that was before it', () => {
    expect(whose(event('approve', 'Ben'), says('Ben'))).toEqual(['Ben 1'])
  })

  it('is the last one where somebody made several, each in its place', () => {
    expect(whose(says('Ben'), says('Cy'), says('Ben', 2))).toEqual(['Ben 2', 'Cy 1'])
  })

  it('goes by the dismissal of exactly it', () => {
    const [first, second, other] = [says('Ben'), says('Ben', 2), says('Cy', 2)]
    expect(whose(first, dismissal(first))).toEqual([])
    expect(whose(first, second, other, dismissal(first))).toEqual(['Ben 2', 'Cy 2'])
    expect(whose(first, second, other, dismissal(second))).toEqual(['Cy 2'])
    expect(whose(first, dismissal(first), second)).toEqual(['Ben 2'])
  })

  it('does not go by a dismissal that names nothing, or another event', () => {
    expect(whose(says('Ben'), event('dismissed', 'Cy'), dismissal(event('comment', 'Ben')))).toEqual(['Ben 1'])
  })

  it.each<ReviewEvent['kind']>([
    'requested',
    'asked',
    'comment',
    'approval_withdrawn',
    'edited',
    'applied',
    'withdrawn',
    'locked',
    'discarded',
  ])('stands whatever else happens: %s', (kind) => {
    expect(whose(says('Ben'), event(kind, 'Ben'), event(kind, 'Cy'), event(kind, null))).toEqual(['Ben 1'])
  })

  it('stands again after a withdrawn approval only if it is made again', () => {
    expect(whose(says('Ben'), event('approve', 'Ben'), event('approval_withdrawn', 'Ben'))).toEqual([])
    expect(whose(says('Ben'), event('approve', 'Ben'), says('Ben', 2))).toEqual(['Ben 2'])
  })

  it('is nobody’s where FORGE’s operator did something', () => {
    expect(whose(event('request_changes', null), event('approve', null))).toEqual([])
    expect(standingVerdicts([])).toEqual([])
  })
})
