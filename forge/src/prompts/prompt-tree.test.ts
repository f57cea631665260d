import type { PromptPage, PromptTree } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const MANY = 10_000
const forge = testForge()
let office: Office
let small: PromptSetDesk
let large: PromptSetDesk
beforeAll(async () => {
  office = await openOffice(forge)
  small = await office.newSet('Small')
  const ids = [
    'welcome',
    'welcome.message',
    'welcome.mail.first',
    'welcome.mail.second',
    'welcomes',
    'B.one',
    'a_b.one',
  ]
  const prompts = Object.fromEntries(
    [...ids, 'axb.two'].map((id) => [
      id,
      { kind: 'text', template: id === 'welcome.mail.first' ? 'Dear {{name}}' : id },
    ]),
  )
  await small.call('put', '/prompts').send({ prompts }).expect(200)
  large = await office.newSet('Large')
  await forge.ctx.db.raw(
    `INSERT INTO prompts (id, project_id, prompt_set_id, prompt_id, kind, template, variables, metadata, created_at, updated_at)
     SELECT gen_random_uuid(), ?, ?, 'many.b' || at % 300 || '.p' || at, 'text', 'Text ' || at, '{}', '{}', now(), now()
     FROM generate_series(1, ?::int) AS at`,
    [office.projectId, large.id, MANY],
  )
})

const tree = async (desk: PromptSetDesk, query: Record<string, string> = {}): Promise<PromptTree> =>
  (await desk.call('get', '/prompt-tree').query(query).expect(200)).body

describe('the tree of the ids of a draft', () => {
  it('has the branches of one level with the number of prompts in each', async () => {
    expect(await tree(small)).toEqual({
      count: 8,
      branches: [
        { id: 'B', count: 1, has_branches: false },
        { id: 'a_b', count: 1, has_branches: false },
        { id: 'axb', count: 1, has_branches: false },
        { id: 'welcome', count: 4, has_branches: true },
      ],
      next_cursor: null,
    })
    const below = [{ id: 'welcome.mail', count: 2, has_branches: false }]
    expect(await tree(small, { under: 'welcome' })).toEqual({ count: 4, branches: below, next_cursor: null })
    expect(await tree(small, { under: 'welcome.mail' })).toEqual({ count: 2, branches: [], next_cursor: null })
    expect(await tree(small, { under: 'nothing' })).toEqual({ count: 0, branches: [], next_cursor: null })
  })

  it('counts what a search finds', async () => {
    const { count, branches } = await tree(small, { q: 'dear' })
    expect([count, branches]).toEqual([1, [{ id: 'welcome', count: 1, has_branches: true }]])
  })

  it('is right for 10,000 prompts, by pages', async () => {
    expect((await tree(large)).branches).toEqual([{ id: 'many', count: MANY, has_branches: true }])
    const first = await tree(large, { under: 'many', limit: '200' })
    expect([first.count, first.branches.length, first.next_cursor]).toEqual([MANY, 200, first.branches.at(-1)?.id])
    const rest = await tree(large, { under: 'many', limit: '200', cursor: first.next_cursor ?? '' })
    expect([rest.count, rest.branches.length, rest.next_cursor]).toEqual([MANY, 100, null])
    const all = [...first.branches, ...rest.branches]
    expect(new Set(all.map(({ id }) => id)).size).toBe(300)
    expect(all.reduce((total, { count }) => total + count, 0)).toBe(MANY)
  })
})

describe('the list of prompts', () => {
  const list = async (desk: PromptSetDesk, query: Record<string, string>): Promise<PromptPage> =>
    (await desk.call('get', '/prompts').query(query).expect(200)).body
  const idsOf = ({ prompts }: PromptPage) => prompts.map(({ id }) => id)

  it('is that of a branch, with the number of all that it has, and the revision that it was read at', async () => {
    const page = await list(small, { under: 'welcome', limit: '2' })
    expect(page).toMatchObject({ count: 4, revision: 2, next_cursor: 'welcome.mail.first' })
    expect(idsOf(page)).toEqual(['welcome', 'welcome.mail.first'])
    expect(idsOf(await list(small, { under: 'a_b' }))).toEqual(['a_b.one'])
    expect(await list(small, { under: 'welcome', q: 'dear' })).toMatchObject({ count: 1 })
    expect(await list(large, { q: 'Text 9999', limit: '1' })).toMatchObject({ count: 1, next_cursor: null })
  })
})
