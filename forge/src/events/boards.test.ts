import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { HintBoard } from './hint-board.js'
import { PresenceBoard } from './presence-board.js'

const [PROJECT, OTHER, SET] = [randomUUID(), randomUUID(), randomUUID()] as const
const ADA = { id: randomUUID(), name: 'Ada' }
const BEN = { id: randomUUID(), name: 'Ben' }

it('the same hint waits once, for its own project, until it is taken down', () => {
  const board = new HintBoard()
  for (let count = 0; count < 500; count += 1) board.put({ project_id: PROJECT, what: 'delivery' })
  board.put({ project_id: PROJECT, what: 'prompts', prompt_set_id: SET })
  board.put({ project_id: OTHER, what: 'fleet' })
  expect(board.take(PROJECT)).toEqual([{ what: 'delivery' }, { what: 'prompts', prompt_set_id: SET }])
  expect([board.take(PROJECT), board.take(OTHER)]).toEqual([[], [{ what: 'fleet' }]])
})

it('a hint tells the state of the one prompt that was written, and none where there was more', () => {
  const board = new HintBoard()
  const put = (etag: string) => board.put({ project_id: PROJECT, what: 'prompts', prompt_set_id: SET, etag })
  put('1')
  put('1')
  expect(board.take(PROJECT)).toEqual([{ what: 'prompts', prompt_set_id: SET, etag: '1' }])
  for (const etag of ['2', '3', '3']) put(etag)
  expect(board.take(PROJECT)).toEqual([{ what: 'prompts', prompt_set_id: SET }])
})

it('hints of many prompt sets become one of all of them', () => {
  const board = new HintBoard()
  board.put({ project_id: PROJECT, what: 'tokens' })
  for (let count = 0; count < 100; count += 1) {
    board.put({ project_id: PROJECT, what: 'prompts', prompt_set_id: randomUUID() })
  }
  const hints = board.take(PROJECT)
  expect(hints.length).toBeLessThanOrEqual(20)
  expect(hints.slice(0, 2)).toEqual([{ what: 'tokens' }, { what: 'prompts' }])
})

it('a person is present once with each prompt, and only in the project', () => {
  const board = new PresenceBoard()
  const place = { prompt_set_id: SET, prompt_id: 'welcome' }
  board.set('1', { projectId: PROJECT, person: ADA }, place)
  board.set('2', { projectId: PROJECT, person: ADA }, place)
  board.set('3', { projectId: PROJECT, person: BEN }, place)
  board.set('4', { projectId: OTHER, person: BEN }, place)
  expect(board.of(PROJECT)).toEqual({
    project_id: PROJECT,
    editing: [
      { ...place, person: ADA },
      { ...place, person: BEN },
    ],
  })
})

it('a person stays present until the last of their sockets has gone or left the prompt', () => {
  const board = new PresenceBoard()
  const ada = { projectId: PROJECT, person: ADA }
  const place = { prompt_set_id: SET, prompt_id: 'welcome' }
  board.set('1', ada, place)
  board.set('2', ada, place)
  expect([board.drop('1'), board.of(PROJECT).editing.length]).toEqual([true, 1])
  board.set('2', ada, null)
  expect([board.drop('2'), board.of(PROJECT).editing]).toEqual([false, []])
})

it('a crowd is told of up to a limit', () => {
  const board = new PresenceBoard()
  for (let count = 0; count < 300; count += 1) {
    const place = { prompt_set_id: SET, prompt_id: `p${count}` }
    board.set(String(count), { projectId: PROJECT, person: ADA }, place)
  }
  expect(board.of(PROJECT).editing.length).toBe(200)
})
