import { expect, it } from 'vitest'
import { PromptSetStatus, STATUS_MEANING, statusMoves } from './prompt-set-status.js'

const allowed = {
  'LIVE>REVIEW': ['request_review'],
  'LIVE>LOCKED': ['discard_draft'],
  'REVIEW>LIVE': ['withdraw'],
  'REVIEW>LOCKED': ['lock', 'discard_draft'],
  'LOCKED>LIVE': ['new_draft'],
}

const pairs = PromptSetStatus.options.flatMap((from) => PromptSetStatus.options.map((to) => [from, to] as const))

it.each(pairs)('knows what leads from %s to %s', (from, to) => {
  expect(statusMoves(from, to)).toEqual(new Map(Object.entries(allowed)).get(`${from}>${to}`) ?? [])
})

it('explains every status in a line', () => {
  for (const status of PromptSetStatus.options) expect(STATUS_MEANING[status]).toMatch(/^[a-z].{10,80}$/)
})
