import { expect, it } from 'vitest'
import { askedOf, picksOf, searchOf, sortPicks } from './asked-of.js'

const SET = '00000000-0000-4000-8000-000000000001'
const OTHER = '00000000-0000-4000-8000-000000000002'
const NOTHING = {
  environment: 'staging',
  set: undefined,
  version: undefined,
  also: undefined,
  rollback: undefined,
  withdraw: undefined,
  promote: undefined,
}

it('reads from the address what it wrote there', () => {
  const picks = { [SET]: '1.4.0', [OTHER]: 'draft' }
  expect(picksOf({ ...NOTHING, ...searchOf(picks) }, [])).toEqual(picks)
  expect(picksOf({ ...NOTHING, ...searchOf({}) }, [])).toEqual({})
})

it('tells the picks of prompt sets that are there from others', () => {
  const picks = { [SET]: '1.4.0', [OTHER]: 'draft' }
  expect(sortPicks(picks, [{ id: SET }])).toEqual({ known: { [SET]: '1.4.0' }, unknown: 1 })
  expect(sortPicks(picks, [{ id: OTHER }, { id: SET }])).toEqual({ known: picks, unknown: 0 })
  expect(sortPicks({}, [])).toEqual({ known: {}, unknown: 0 })
})

it('names a draft with what it said when it was read, and waits until that is known', () => {
  const picks = { [SET]: '1.4.0', [OTHER]: 'draft' }
  expect(askedOf(NOTHING, picks, { digests: new Map() })).toBeUndefined()
  expect(askedOf(NOTHING, picks, { digests: new Map([[OTHER, 'digest']]) })).toEqual({
    kind: 'publish',
    sets: [
      { prompt_set_id: SET, version: '1.4.0' },
      { prompt_set_id: OTHER, draft: true, content_digest: 'digest' },
    ],
  })
})

it('goes back, withdraws and promotes', () => {
  expect(askedOf({ ...NOTHING, rollback: 0 }, {}, { digests: new Map() })).toEqual({ kind: 'rollback', to_sequence: 0 })
  expect(askedOf({ ...NOTHING, withdraw: SET }, {}, { digests: new Map() })).toEqual({
    kind: 'withdraw',
    prompt_set_ids: [SET],
  })
  expect(askedOf({ ...NOTHING, promote: 'staging' }, {}, { digests: new Map() })).toBeUndefined()
  expect(askedOf({ ...NOTHING, promote: 'staging' }, {}, { digests: new Map(), fromSequence: 7 })).toEqual({
    kind: 'promote',
    from_environment: 'staging',
    from_sequence: 7,
  })
  expect(askedOf(NOTHING, {}, { digests: new Map() })).toBeUndefined()
})
