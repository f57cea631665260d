import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { asSuggested } from '../../test/support/suggestions.js'

const ROLES = ['viewer', 'editor', 'reviewer', 'publisher', 'admin'] as const
type RoleName = (typeof ROLES)[number]

const forge = testForge()
let office: Office
let somebody: Person
let set: PromptSetDesk
let commentId: string
let eventId: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  somebody = await addPerson(forge, office.author, office.organisationId, { email: 'sam@example.com' })
})
beforeEach(async () => {
  await become('reviewer')
  set = await office.newSet(`Set ${(count += 1)}`)
  await set.write(promptId(), 'One\nTwo')
  await set.move({ status: 'REVIEW' }).expect(200)
  const comments = [
    { place: { prompt_id: promptId(), lines: { from: 2, to: 2, quote: 'Two' } }, suggestion: '2', body: 'Shorter' },
  ]
  const content_digest = await digest()
  const said = { content_digest, verdict: 'comment', comments }
  const { body } = await set.as(office.reviewer).call('post', '/reviews/current/submissions').send(said).expect(201)
  commentId = body.comments[0].id
})

const promptId = () => `r${count}.text`
const digest = async () => (await set.draft()).content_digest

async function become(role: RoleName): Promise<void> {
  await forge.ctx
    .db('project_roles')
    .insert({ project_id: office.projectId, user_id: somebody.id, roles: [...new Set(['viewer', role])] })
    .onConflict(['project_id', 'user_id'])
    .merge()
}

type Answer = { status: number; body: { error?: { code: string } } }
const CURRENT = '/reviews/current'

/** What may be done in a review, and by whom of whom nothing is in it yet. */
const DEEDS: [string, readonly RoleName[], (desk: PromptSetDesk) => PromiseLike<Answer>][] = [
  ['read the reviews', ROLES, (desk) => desk.call('get', '/reviews')],
  [
    'read one',
    ROLES,
    async (desk) => {
      const { body } = await set.call('get', '/reviews')
      return desk.call('get', `/reviews/${body.reviews[0].id}`)
    },
  ],
  [
    'comment',
    ['editor', 'reviewer', 'publisher', 'admin'],
    async (desk) =>
      desk
        .call('post', `${CURRENT}/submissions`)
        .send({ content_digest: await digest(), verdict: 'comment', body: 'Hm' }),
  ],
  [
    'approve',
    ['reviewer'],
    async (desk) =>
      desk.call('post', `${CURRENT}/submissions`).send({ content_digest: await digest(), verdict: 'approve' }),
  ],
  [
    'request changes',
    ['reviewer'],
    async (desk) =>
      desk
        .call('post', `${CURRENT}/submissions`)
        .send({ content_digest: await digest(), verdict: 'request_changes', body: 'No' }),
  ],
  [
    'answer a comment',
    ['editor', 'reviewer', 'publisher', 'admin'],
    (desk) => desk.call('post', `${CURRENT}/comments/${commentId}/replies`).send({ body: 'Yes' }),
  ],
  [
    'settle a thread',
    ['editor', 'reviewer', 'publisher', 'admin'],
    (desk) => desk.call('patch', `${CURRENT}/comments/${commentId}`).send({ resolved: true }),
  ],
  ['ask people', ['editor'], (desk) => desk.call('put', `${CURRENT}/reviewers`).send({ reviewers: [] })],
  [
    'apply a suggestion',
    ['editor'],
    async (desk) => desk.call('post', `${CURRENT}/applications`).send(await asSuggested(set, [commentId])),
  ],
  [
    'dismiss a request for changes',
    ['reviewer'],
    async (desk) => {
      const said = { content_digest: await digest(), verdict: 'request_changes', body: 'No' }
      const { body } = await set.as(office.reviewer).call('post', `${CURRENT}/submissions`).send(said)
      eventId = body.standing[0].event_id
      return desk.call('post', `${CURRENT}/dismissals`).send({ event_id: eventId, reason: 'Gone' })
    },
  ],
]

describe('in a review', () => {
  it.each(DEEDS)('who may %s is: %j', async (_, allowed, deed) => {
    const answers: Partial<Record<RoleName, string>> = {}
    for (const role of ROLES.filter((name) => !allowed.includes(name))) {
      await become(role)
      const { status, body } = await deed(set.as(somebody))
      answers[role] = `${status} ${body.error?.code}`
      if (eventId !== '') await set.move({ status: 'REVIEW' })
    }
    const refused = ROLES.filter((name) => !allowed.includes(name)).map((role) => [role, '403 auth.forbidden'])
    expect(answers).toEqual(Object.fromEntries(refused))
    const [first] = allowed
    await become(first ?? 'viewer')
    expect((await deed(set.as(somebody))).status).toBeLessThan(300)
  })
})

describe('once a review is over', () => {
  const LATE: [string, () => PromiseLike<Answer>][] = [
    [
      'a submission',
      async () =>
        set
          .as(somebody)
          .call('post', `${CURRENT}/submissions`)
          .send({ content_digest: await digest(), verdict: 'comment', body: 'Late' }),
    ],
    ['an answer', () => set.call('post', `${CURRENT}/comments/${commentId}/replies`).send({ body: 'Late' })],
    ['a settled thread', () => set.call('patch', `${CURRENT}/comments/${commentId}`).send({ resolved: true })],
    ['a deletion', () => set.as(office.reviewer).call('delete', `${CURRENT}/comments/${commentId}`)],
    ['other people', () => set.call('put', `${CURRENT}/reviewers`).send({ reviewers: [] })],
    [
      'a dismissal',
      () => set.as(office.reviewer).call('post', `${CURRENT}/dismissals`).send({ event_id: commentId, reason: 'Late' }),
    ],
  ]

  it.each(LATE)('%s is refused', async (_, deed) => {
    await set.move({ status: 'LIVE' }).expect(200)
    const { status, body } = await deed()
    expect([status, body.error?.code]).toEqual([409, 'review.not_open'])
  })

  it('a suggestion is applied by none: neither to a draft without review, nor to a LOCKED set', async () => {
    const apply = async () => set.call('post', `${CURRENT}/applications`).send(await asSuggested(set, [commentId]))
    await set.move({ status: 'LIVE' }).expect(200)
    expect((await apply()).body.error.code).toBe('review.not_open')
    await lock(set, office.reviewer)
    expect((await apply()).body.error.code).toBe('prompt_set.locked')
  })

  it('what was said stays to be read', async () => {
    await lockApproved()
    const { body } = await set.call('get', '/reviews').expect(200)
    const { body: review } = await set.call('get', `/reviews/${body.reviews[0].id}`).expect(200)
    expect(review).toMatchObject({ outcome: 'locked', comments: [{ body: 'Shorter' }] })
  })

  async function lockApproved(): Promise<void> {
    await set.as(office.reviewer).approve()
    await set.move({ status: 'LOCKED', content_digest: await digest() }).expect(200)
  }
})

describe('an archived prompt set', () => {
  it('takes nothing in its review', async () => {
    await set.call('patch').send({ archived: true }).expect(200)
    const reply = await set.call('post', `${CURRENT}/comments/${commentId}/replies`).send({ body: 'Late' })
    expect([reply.status, reply.body.error.code]).toEqual([409, 'prompt_set.archived'])
  })
})
