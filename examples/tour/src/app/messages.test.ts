import { expect, it } from 'vitest'
import { Message, Question, RenderedAnswer, StatusAnswer } from './messages.js'

it.each([
  { ask: 'render', number: 1, id: 'welcome.message', variables: { name: 'Ada' } },
  { ask: 'status', number: 2 },
])('takes the question %j', (question) => {
  expect(Question.parse(question)).toEqual(question)
})

it.each([{ ask: 'shut down', number: 1 }, { ask: 'render', number: 1 }, { number: 1 }, 'status', null])(
  'does not take %j for a question',
  (question) => {
    expect(Question.safeParse(question).success).toBe(false)
  },
)

it('keeps the place and the time of a change', () => {
  const changed = { tell: 'changed', position: { epoch: 1, sequence: 7 }, at: 1_768_000_000_000.25 }
  expect(Message.parse(changed)).toEqual(changed)
  expect(Message.safeParse({ ...changed, position: { epoch: 0, sequence: 7 } }).success).toBe(false)
})

it('reads what comes of a render and of a status, and leaves the rest out', () => {
  const rendered = { text: 'Hello', version: '1.0.0', sequence: 1, reason: 'STATIC' }
  expect(RenderedAnswer.parse({ ...rendered, digest: 'ab' })).toEqual(rendered)
  const status = {
    mode: 'frozen',
    state: 'READY',
    epoch: 1,
    sequence: 3,
    trust: 'pinned',
    connection: { via: 'socket' },
    wanted: { epoch: 1, sequence: 4 },
    last_error: null,
  }
  expect(StatusAnswer.parse({ ...status, prompts: 1 })).toEqual(status)
})
