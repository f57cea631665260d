import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  await set.write(id('a'), 'One')
})

const id = (name: string): string => `r${count}.${name}`
const statuses = (answers: readonly { status: number }[]): number[] =>
  answers.map(({ status }) => status).sort((one, other) => one - other)

describe('at the same moment', () => {
  it('of many edits of one text exactly one wins, and the others are shown it', async () => {
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    const edits = Array.from({ length: 8 }, (_, n) => {
      const desk = n % 2 === 0 ? set : set.as(office.reviewer)
      return desk
        .call('put', `/prompts/${id('a')}`)
        .set('If-Match', etag)
        .send({ kind: 'text', template: `Edit ${n}` })
    })
    const answers = await Promise.all(edits)
    expect(statuses(answers)).toEqual([200, ...Array<number>(7).fill(412)])
    const won = answers.find(({ status }) => status === 200)?.body.template
    const shown = answers.filter(({ status }) => status === 412).map(({ body }) => body.error.details.current.template)
    expect(new Set(shown)).toEqual(new Set([won]))
    expect((await set.call('get')).body.revision).toBe(3)
  })

  it('edits of different prompts are all kept, each with its author and revision', async () => {
    const names = Array.from({ length: 8 }, (_, n) => id(`p${n}`))
    const writes = names.map((name, n) => (n % 2 === 0 ? set : set.as(office.reviewer)).write(name, `Text of ${name}`))
    await Promise.all(writes)
    const { snapshot, approvals, prompt_set } = await set.draft()
    expect(Object.keys(snapshot).sort()).toEqual([id('a'), ...names].sort())
    expect(prompt_set.revision).toBe(10)
    expect(new Set(approvals.authors.map((author) => author.id))).toEqual(
      new Set([office.author.id, office.reviewer.id]),
    )
  })

  it('a digest that was read stays true to the texts it was read with', async () => {
    const reads = Array.from({ length: 6 }, () => set.draft())
    const writes = Array.from({ length: 6 }, (_, n) => set.write(id(`w${n}`), `Text ${n}`))
    const [drafts] = await Promise.all([Promise.all(reads), Promise.all(writes)])
    const byDigest = new Map(drafts.map((draft) => [draft.content_digest, JSON.stringify(draft.snapshot)]))
    for (const draft of drafts) expect(JSON.stringify(draft.snapshot)).toBe(byDigest.get(draft.content_digest))
    const sizes = drafts.map((draft) => [draft.prompt_set.prompt_count, Object.keys(draft.snapshot).length])
    for (const [counted, read] of sizes) expect(read).toBe(counted)
  })

  it('an approval and an edit end in an approval of exactly what was approved', async () => {
    await set.move({ status: 'REVIEW' }).expect(200)
    const { content_digest } = await set.draft()
    const [approval] = await Promise.all([
      set.as(office.reviewer).call('post', '/approvals').send({ content_digest }),
      set.write(id('a'), 'Changed'),
    ])
    expect([201, 409]).toContain(approval.status)
    const { approvals } = await set.draft()
    expect(approvals.given).toBe(0)
    expect(approvals.approvals.map((each) => each.content_digest)).toEqual(
      approval.status === 201 ? [content_digest] : [],
    )
  })

  it('two moves end in one of them, and no review stays open', async () => {
    await lock(set, office.reviewer)
    expect(statuses(await Promise.all([set.move({ status: 'LIVE' }), set.move({ status: 'LIVE' })]))).toEqual([
      200, 409,
    ])
    await set.write(id('a'), 'Two')
    expect(statuses(await Promise.all([set.move({ status: 'REVIEW' }), set.move({ status: 'REVIEW' })]))).toEqual([
      200, 409,
    ])
    const both = [set.move({ status: 'LIVE' }), set.move({ status: 'LOCKED', discard: true })]
    expect(statuses(await Promise.all(both))[0]).toBe(200)
    const open = await forge.ctx.db('reviews').where({ prompt_set_id: set.id }).whereNull('closed_at')
    expect(open).toEqual([])
  })

  it('a lock of what is included and a review of what includes it freeze one version or the other', async () => {
    const shared = await office.newSet(`Shared ${count}`)
    await shared.write(id('tone'), 'Old')
    await lock(shared, office.reviewer)
    await shared.move({ status: 'LIVE' }).expect(200)
    await shared.write(id('tone'), 'New')
    await set.write(id('a'), `{{> ${id('tone')}}}`)
    await Promise.all([lock(shared, office.reviewer), set.move({ status: 'REVIEW' }).expect(200)])
    const { includes, content_digest } = await set.draft()
    expect(['1.0.0 Old', '1.0.1 New']).toContain(
      `${includes[id('tone')]?.from.version} ${includes[id('tone')]?.template}`,
    )
    const [review] = await forge.ctx.db('reviews').where({ prompt_set_id: set.id })
    expect(review.content_digest).toBe(content_digest)
  })

  it('a new version is seen by who waited for its lock', async () => {
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    const { content_digest } = await set.draft()
    const [locked, opened] = await Promise.all([
      set.move({ status: 'LOCKED', content_digest }),
      set.move({ status: 'LIVE' }),
    ])
    if (locked.status === 200 && opened.status === 200) {
      expect(opened.body.prompt_set.locked_version).toBe('1.0.0')
    } else expect([locked.status, opened.status]).toEqual([409, 200])
  })
})
