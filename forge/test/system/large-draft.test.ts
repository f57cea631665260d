import type { PromptPage, PromptTree } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../support/content.js'
import { testForge } from '../support/forge.js'

const MANY = 10_000
const forge = testForge()
let office: Office
let large: PromptSetDesk
beforeAll(async () => {
  office = await openOffice(forge)
  large = await office.newSet('Large')
  await forge.ctx.db.raw(
    `INSERT INTO prompts (id, project_id, prompt_set_id, prompt_id, kind, template, variables, metadata, created_at, updated_at)
     SELECT gen_random_uuid(), ?, ?, 'area' || at % 7 || '.part' || at % 11 || '.p' || at, 'text', 'Say ' || at, '{}', '{}', now(), now()
     FROM generate_series(1, ?::int) AS at`,
    [office.projectId, large.id, MANY],
  )
})

async function tree(under?: string): Promise<PromptTree> {
  const { body } = await large
    .call('get', '/prompt-tree')
    .query(under === undefined ? {} : { under })
    .expect(200)
  return body
}

/** Reads all pages as a page does that is scrolled to its end. */
async function readAll(query: Record<string, string> = {}): Promise<{ ids: string[]; counts: number[] }> {
  const [ids, counts]: [string[], number[]] = [[], []]
  for (let cursor: string | null = ''; cursor !== null;) {
    const asked: Record<string, string> = { ...query, limit: '500', ...(cursor !== '' && { cursor }) }
    const { body }: { body: PromptPage } = await large.call('get', '/prompts').query(asked).expect(200)
    ids.push(...body.prompts.map(({ id }) => id))
    counts.push(body.count)
    cursor = body.next_cursor
  }
  return { ids, counts }
}

describe('a draft of 10,000 prompts', () => {
  it('is read by pages to its end, each prompt once and in order, and every page says how many there are', async () => {
    const { ids, counts } = await readAll()
    expect([ids.length, new Set(ids).size, counts.length]).toEqual([MANY, MANY, MANY / 500])
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(counts)).toEqual(new Set([MANY]))
  })

  it('has a tree whose numbers are those of its branches, on every level, and of the lists that they lead to', async () => {
    const top = await tree()
    expect([top.count, top.branches.length]).toEqual([MANY, 7])
    expect(top.branches.reduce((sum, { count }) => sum + count, 0)).toBe(MANY)
    for (const { id, count } of top.branches) {
      const below = await tree(id)
      expect([below.count, below.branches.length]).toEqual([count, 11])
      expect(below.branches.reduce((sum, branch) => sum + branch.count, 0)).toBe(count)
    }
    const [first] = (await tree('area3')).branches
    const { ids } = await readAll({ under: first?.id ?? '' })
    expect(ids.length).toBe(first?.count)
    expect(ids.every((id) => id.startsWith(`${first?.id}.`))).toBe(true)
  })

  it('is moved as a whole but for one prompt, and one edit brings it back', async () => {
    const other = await office.newSet('Other')
    const sizes = async () => [large, other].map(async (desk) => (await desk.call('get')).body.prompt_count)
    const select = { matching: {}, except: ['area1.part1.p1'] }
    const there = { select, to_prompt_set_id: other.id }
    const { body } = await large.call('post', '/prompt-moves').set('If-Match', '"1"').send(there).expect(200)
    expect([body.moved.length, body.revision, body.to.revision]).toEqual([MANY - 1, 2, 2])
    expect(await Promise.all(await sizes())).toEqual([1, MANY - 1])
    const back = { select: { ids: body.moved }, to_prompt_set_id: large.id }
    await other.call('post', '/prompt-moves').set('If-Match', '"2"').send(back).expect(200)
    expect(await Promise.all(await sizes())).toEqual([MANY, 0])
  })

  it('is searched, and what is found is removed in one edit', async () => {
    const { body: found }: { body: PromptPage } = await large.call('get', '/prompts').query({ q: 'say 99' }).expect(200)
    expect(found.count).toBe(111)
    const select = { matching: { q: 'say 99' } }
    const { revision } = found
    const answer = await large.call('post', '/prompt-removals').set('If-Match', `"${revision}"`).send({ select })
    expect([answer.status, answer.body.removed.prompts.length]).toEqual([200, 111])
    expect((await tree()).count).toBe(MANY - 111)
  })
})
