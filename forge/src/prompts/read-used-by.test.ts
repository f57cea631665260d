import type { UsedByPage } from '@anvil/shared/api'
import { beforeAll, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let shared: PromptSetDesk
let app: PromptSetDesk
beforeAll(async () => {
  office = await openOffice(forge)
  shared = await office.newSet('Shared')
  app = await office.newSet('App')
})

async function usedBy(id: string, query = ''): Promise<UsedByPage> {
  return (await shared.call('get', `/prompts/${id}/used-by${query}`).expect(200)).body
}

const idsOf = ({ used_by }: UsedByPage): string[] => used_by.map(({ id }) => id)

it('tells which prompts include one, in any set of the project, and the version that each carries', async () => {
  await shared.write('tone', 'Kind.')
  await shared.write('greeting', 'Hello. {{> tone }}')
  await lock(shared, office.reviewer)
  await app.write('welcome', '{{>tone}} Welcome.')
  await app.write('farewell', '{{> greeting}}')
  const inApp = { id: app.id, name: 'App', status: 'LIVE' }
  const inShared = { id: shared.id, name: 'Shared', status: 'LOCKED' }
  expect(await usedBy('tone')).toEqual({
    used_by: [
      { id: 'greeting', prompt_set: inShared, version: null },
      { id: 'welcome', prompt_set: inApp, version: null },
    ],
    next_cursor: null,
  })
  await app.move({ status: 'REVIEW' }).expect(200)
  expect((await usedBy('tone')).used_by[1]).toEqual({
    id: 'welcome',
    prompt_set: { ...inApp, status: 'REVIEW' },
    version: '1.0.0',
  })
})

it('believes the parser: other tag marks, chats, and names that only look like it', async () => {
  const set = await office.newSet('Looks')
  await set.write('looks.marks', '<-> voice.low->', { delimiters: ['<-', '->'] })
  await set.write('looks.space', '{{>\n\u00A0voice.low }}')
  await set.write('looks.longer', '{{> voice.lower}} {{> my-voice.low}} {{> voiceXlow}}')
  await set.write('looks.remark', '{{! > voice.low }} > voice.low')
  await set.write('looks.broken', '{{> voice.low}} {{#open}}')
  const messages = [
    { role: 'system', template: 'Be brief.' },
    { role: 'user', template: '{{> voice.low}}' },
  ]
  await set.call('post', '/prompts').send({ id: 'looks.chat', kind: 'chat', messages }).expect(201)
  expect(idsOf(await usedBy('voice.low'))).toEqual(['looks.chat', 'looks.marks', 'looks.space'])
})

it('leaves out archived sets, and goes on from page to page', async () => {
  const [set, old] = [await office.newSet('Paged'), await office.newSet('Old')]
  for (const id of ['p.a', 'p.b', 'p.c']) await set.write(id, '{{> paged}}')
  await set.write('p.aa', 'Not one, though it says > paged')
  await old.write('p.old', '{{> paged}}')
  await old.call('patch').send({ archived: true }).expect(200)
  const first = await usedBy('paged', '?limit=2')
  expect([idsOf(first), first.next_cursor]).toEqual([['p.a'], 'p.aa'])
  const second = await usedBy('paged', '?limit=2&cursor=p.aa')
  expect([idsOf(second), second.next_cursor]).toEqual([['p.b', 'p.c'], null])
})

it('tells nothing of another project', async () => {
  const { body: far } = await office.author
    .call('post', `/organisations/${office.organisationId}/projects`)
    .send({ name: 'Far' })
  const sets = `/projects/${far.id}/prompt-sets`
  const { body: set } = await office.author.call('post', sets).send({ name: 'Far' })
  const prompt = { id: 'far', kind: 'text', template: '{{> lonely}}' }
  await office.author.call('post', `${sets}/${set.id}/prompts`).send(prompt).expect(201)
  expect(await usedBy('lonely')).toEqual({ used_by: [], next_cursor: null })
})
