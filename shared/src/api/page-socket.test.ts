import { expect, it } from 'vitest'
import type { z } from 'zod'
import { Changed, EditingPlace, PageHandshake, Presence } from './page-socket.js'

const ID = '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b'
const handshake = { token: 't', project_id: ID }
const place = { prompt_set_id: ID, prompt_id: 'welcome.message' }
const person = { id: ID, name: 'Ada' }

it.each<[string, z.ZodType, unknown, unknown]>([
  [
    'a session token',
    PageHandshake,
    { ...handshake, token: 'x'.repeat(4_096) },
    { ...handshake, token: 'x'.repeat(4_097) },
  ],
  ['a project', PageHandshake, handshake, { ...handshake, project_id: 'x' }],
  ['a prompt set', EditingPlace, place, { ...place, prompt_set_id: 'x' }],
  ['the id of a prompt', EditingPlace, place, { ...place, prompt_id: 'welcome message' }],
  ['hints of a project', Changed, { project_id: ID, hints: [] }, { hints: [] }],
  [
    'a hint of a prompt set',
    Changed,
    hints({ what: 'prompts', prompt_set_id: ID }),
    hints({ what: 'fleet', prompt_set_id: 7 }),
  ],
  ['who edits', Presence, editing({ ...place, person }), editing({ ...place, person: 'Ada' })],
])('%s is taken in its form, and in no other', (_, schema, good, bad) => {
  expect(schema.safeParse(good).success).toBe(true)
  expect(schema.safeParse(bad).success).toBe(false)
})

it('a hint of a newer FORGE is understood as one of the whole project', () => {
  expect(Changed.parse(hints({ what: 'moon' })).hints).toEqual([{ what: 'project' }])
})

function hints(hint: object): object {
  return { project_id: ID, hints: [hint] }
}

function editing(one: object): object {
  return { project_id: ID, editing: [one] }
}
