import { expect, it } from 'vitest'
import { approvalBlocker } from './approval-blocker.js'

it.each([
  [0, 0],
  [1, 1],
  [1, 5],
  [50, 50],
])('is none where %i are needed and %i given', (required, given) => {
  expect(approvalBlocker(required, given)).toBeUndefined()
})

it.each([
  [1, 0, '1 more approval of exactly this content is needed'],
  [5, 4, '1 more approval of exactly this content is needed'],
  [2, 0, '2 more approvals of exactly this content are needed'],
])('says of %i that are needed and %i given: %s', (required, given, words) => {
  const blocker = approvalBlocker(required, given)
  expect(blocker).toMatchObject({ code: 'approval.missing', details: { required, given } })
  expect(blocker?.message).toBe(`${words}, by people who did not write it.`)
})
