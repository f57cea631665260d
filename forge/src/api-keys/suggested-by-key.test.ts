import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, codeOf, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { programOf } from '../../test/support/program.js'
import { asSuggested } from '../../test/support/suggestions.js'

const forge = testForge()
let office: Office
let bob: Person
let program: Person
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  bob = await addPerson(forge, office.author, office.organisationId, { email: 'bob@example.com' })
  program = await programOf(forge, bob, ['draft'])
})
beforeEach(async () => {
  set = await newPromptSet(office.author, office.projectId, `Set ${(count += 1)}`)
  await set.write(`g${count}.a`, 'Hello\nyou')
  await set.move({ status: 'REVIEW' }).expect(200)
})

async function suggest(by: Person): Promise<string> {
  const { content_digest } = await set.draft()
  const place = { prompt_id: `g${count}.a`, lines: { from: 2, to: 2, quote: 'you' } }
  const said = { content_digest, verdict: 'comment', comments: [{ place, suggestion: '{{name}}' }] }
  const { body } = await set.as(by).call('post', '/reviews/current/submissions').send(said).expect(201)
  return body.comments[0].id
}

/** Has the suggestion applied by the author, approved by somebody else and locked; answers what Bob's key may do with it. */
async function published(commentId: string): Promise<unknown> {
  const asked = await asSuggested(set, [commentId])
  await set.call('post', '/reviews/current/applications').send(asked).expect(200)
  await set.as(office.reviewer).approve()
  const { content_digest } = await set.draft()
  const { version } = (await set.move({ status: 'LOCKED', content_digest }).expect(200)).body
  const key = await programOf(forge, bob, ['publish'])
  const path = `/projects/${office.projectId}/environments/production/publications`
  const sets = [{ prompt_set_id: set.id, version: version.version }]
  return codeOf(key.call('post', path).send({ kind: 'publish', sets }))
}

describe('a suggestion of somebody who gives their key the right to publish', () => {
  it('is not published by their key where a key of theirs made it', async () => {
    expect(await published(await suggest(program))).toBe('api_key.own_work')
  })

  it('is not published by their key where a key of theirs rewrote it', async () => {
    const commentId = await suggest(bob)
    const place = `/reviews/current/comments/${commentId}`
    await set.as(program).call('patch', place).send({ suggestion: '{{first_name}}' }).expect(200)
    await set.as(bob).call('patch', place).send({ suggestion: '{{last_name}}' }).expect(200)
    expect(await published(commentId)).toBe('api_key.own_work')
  })

  it('is published where they made it themselves', async () => {
    expect(await published(await suggest(bob))).toBe(201)
  })
})
