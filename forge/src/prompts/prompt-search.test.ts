import type { FoundPrompt } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let onboarding: PromptSetDesk
let support: PromptSetDesk
const text = (template: string) => ({ kind: 'text', template })

beforeAll(async () => {
  office = await openOffice(forge)
  onboarding = await office.newSet('Onboarding')
  support = await office.newSet('Support')
  const long = `${'Many words before. '.repeat(20)}Then the\n  REFUND,${' and many words after'.repeat(20)}`
  await onboarding.call('put', '/prompts').send({
    prompts: {
      'welcome.mail': text('Dear {{name}}, your refund is on its way.'),
      'ask.refund': text('Why?'),
      long: text(long),
      '100_percent': text('All of it'),
    },
  })
  const messages = [
    { role: 'system', template: 'Be brief.' },
    { role: 'user', template: 'Where is my refund?' },
  ]
  await support.call('put', '/prompts').send({
    prompts: { 'refund.chat': { kind: 'chat', messages }, 'refund.short': text('Soon.'), empty: text('') },
  })
})

const find = async (q: string, more: Record<string, string> = {}): Promise<FoundPrompt[]> =>
  (
    await office.author
      .call('get', `/projects/${office.projectId}/prompts`)
      .query({ q, ...more })
      .expect(200)
  ).body.prompts

const idsOf = (found: FoundPrompt[]) => found.map(({ id }) => id)

describe('the search through all prompt sets of a project', () => {
  it('has first the ids that begin so, then those that have it, then the texts', async () => {
    const order = ['refund.chat', 'refund.short', 'ask.refund', 'long', 'welcome.mail']
    expect(idsOf(await find('refund'))).toEqual(order)
    expect(idsOf(await find('REFUND', { limit: '3' }))).toEqual(order.slice(0, 3))
  })

  it('says where each prompt is, and what it says around the text', async () => {
    const found = new Map((await find('refund')).map((one) => [one.id, one]))
    expect(found.get('refund.chat')).toEqual({
      id: 'refund.chat',
      prompt_set: { id: support.id, name: 'Support', status: 'LIVE' },
      excerpt: 'Be brief. Where is my refund?',
    })
    expect(found.get('refund.short')?.excerpt).toBe('Soon.')
    expect(found.get('long')?.excerpt).toMatch(/^… .{1,40}Then the REFUND, and many words after/)
    expect(found.get('long')?.excerpt.length).toBeLessThanOrEqual(162)
    expect((await find('empty')).map(({ excerpt }) => excerpt)).toEqual([''])
  })

  it('takes what is typed as it stands', async () => {
    expect(idsOf(await find('0_p'))).toEqual(['100_percent'])
    expect([await find('r_f'), await find('%'), await find('\\')]).toEqual([[], [], []])
  })

  it('leaves out what is archived, and finds what moved', async () => {
    const old = await office.newSet('Old')
    await old.write('refund.old', 'gone')
    expect(idsOf(await find('refund.old'))).toEqual(['refund.old'])
    await old.call('patch').send({ archived: true }).expect(200)
    expect(await find('refund.old')).toEqual([])
  })

  it('finds all for nothing, and is refused for too much', async () => {
    expect((await find('', { limit: '2' })).map(({ id }) => id)).toEqual(['100_percent', 'ask.refund'])
    const path = `/projects/${office.projectId}/prompts`
    for (const query of [{ q: 'x'.repeat(201) }, { q: 'x', limit: '51' }]) {
      const refused = await office.author.call('get', path).query(query)
      expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
    }
  })
})
