import type { PromptBranch, PromptTree } from '@anvil/shared/api'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

/** Ids that are easily mistaken for each other: of equal beginnings, with what patterns give a meaning, in both cases. */
const IDS =
  'a a.a a.a.a a.a-b a.b a.b.c.d a-a a-a.a a_a a_a.b axa axa.b A A.a b.a b.b.a b.b.b ba.c 0.1.2 _ - -.x _.x z.25'.split(
    ' ',
  )
const RUNS = { numRuns: 25 }
const forge = testForge()
let set: PromptSetDesk
beforeAll(async () => {
  set = await (await openOffice(forge)).newSet('Model')
  const prompts = IDS.map((id, at) => [id, { kind: 'text', template: at % 3 === 0 ? 'Third_100%' : 'Plain' }])
  await set
    .call('put', '/prompts')
    .send({ prompts: Object.fromEntries(prompts) })
    .expect(200)
})

interface Filter {
  q?: string
  under?: string
}

const anyId = fc.constantFrom(...IDS)
const anyFilter: fc.Arbitrary<Filter> = fc.record(
  { q: fc.constantFrom('', 'plain', 'THIRD', '_1', '0%', 'a.a', 'nothing'), under: anyId },
  { requiredKeys: [] },
)

/** What a filter finds, told without a database. */
const found = ({ q = '', under }: Filter): string[] =>
  IDS.filter((id, at) => {
    const isUnder = under === undefined || id === under || id.startsWith(`${under}.`)
    const text = at % 3 === 0 ? 'third_100%' : 'plain'
    return isUnder && (id.toLowerCase().includes(q.toLowerCase()) || text.includes(q.toLowerCase()))
  }).sort()

/** The branches right below one, told without a database. */
function branches(filter: Filter): PromptBranch[] {
  const from = filter.under === undefined ? '' : `${filter.under}.`
  const below = found(filter)
    .filter((id) => id.startsWith(from))
    .map((id) => id.slice(from.length).split('.'))
  const names = [...new Set(below.filter((words) => words.length > 1).map(([word = '']) => word))].sort()
  return names.map((name) => {
    const within = below.filter(([word]) => word === name)
    return {
      id: `${from}${name}`,
      count: within.length,
      has_branches: within.some((words) => words.length > 2),
    }
  })
}

describe('the database, compared with a simple model of it,', () => {
  it('selects the same prompts by names and by filters', async () => {
    const ids = fc.uniqueArray(anyId, { minLength: 1 })
    const select = fc.oneof(fc.record({ ids }), fc.record({ matching: anyFilter, except: fc.uniqueArray(anyId) }))
    await fc.assert(
      fc.asyncProperty(select, async (select) => {
        const expected =
          'ids' in select ? select.ids.toSorted() : found(select.matching).filter((id) => !select.except.includes(id))
        const { status, body } = await set.call('post', '/prompt-exports').send({ select })
        const ids: string[] = (body.prompts ?? []).map((prompt: { id: string }) => prompt.id)
        expect([status, ids]).toEqual([expected.length === 0 ? 404 : 200, expected])
      }),
      RUNS,
    )
  })

  it('lists and counts the same prompts', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const { body } = await set.call('get', '/prompts').query(filter).expect(200)
        expect(body.prompts.map(({ id }: { id: string }) => id)).toEqual(found(filter))
        expect(body.count).toBe(found(filter).length)
      }),
      RUNS,
    )
  })

  it('has the same branches, also by pages of one', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const { body } = await set.call('get', '/prompt-tree').query(filter).expect(200)
        const expected = { count: found(filter).length, branches: branches(filter), next_cursor: null }
        expect(body).toEqual(expected)
        const paged: PromptBranch[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const asked = { ...filter, limit: '1', ...(cursor !== '' && { cursor }) }
          const page: { body: PromptTree } = await set.call('get', '/prompt-tree').query(asked).expect(200)
          paged.push(...page.body.branches)
          cursor = page.body.next_cursor
        }
        expect(paged).toEqual(expected.branches)
      }),
      RUNS,
    )
  })
})
