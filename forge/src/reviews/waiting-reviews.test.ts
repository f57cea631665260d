import type { WaitingReview } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { programOf } from '../../test/support/program.js'

const forge = testForge()
let office: Office
let third: Person
let projectId: string
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  third = await addPerson(forge, office.author, office.organisationId, { email: 'mary@example.com' })
})
beforeEach(async () => {
  count += 1
  projectId = (await newProject(office.author, office.organisationId, `Project ${count}`)).id
  set = await newPromptSet(office.author, projectId, `Set ${count}`)
  await set.write('a.text', 'One')
})

const requestReview = (more: object = {}) => set.move({ status: 'REVIEW', note: 'Please', ...more }).expect(200)

async function waitingFor(person: Person): Promise<WaitingReview[]> {
  const { body } = await person.call('get', '/reviews?waiting=me').expect(200)
  return body.reviews.filter(({ project }: WaitingReview) => project.id === projectId)
}

/** For whom of the author, the reviewer and the third one a review waits. */
async function waits(): Promise<string> {
  const people = { author: office.author, reviewer: office.reviewer, third }
  const names: string[] = []
  for (const [name, person] of Object.entries(people)) if ((await waitingFor(person)).length > 0) names.push(name)
  return names.join(' ')
}

const setRoles = (person: Person, roles: string[]) =>
  forge.ctx
    .db('project_roles')
    .insert({ project_id: projectId, user_id: person.id, roles: ['viewer', ...roles] })
    .onConflict(['project_id', 'user_id'])
    .merge()

describe('a review', () => {
  it('waits for everybody who may give an approval, and says whose it is and since when', async () => {
    expect(await waits()).toBe('')
    await requestReview()
    expect(await waits()).toBe('reviewer third')
    const [review] = await waitingFor(third)
    expect(review).toEqual({
      review_id: expect.any(String),
      project: { id: projectId, name: `Project ${count}` },
      prompt_set: { id: set.id, name: `Set ${count}` },
      requested_by: { id: office.author.id, name: 'Ada' },
      note: 'Please',
      asked: false,
      since: expect.stringMatching(/^20/),
    })
  })

  it('waits for those alone who are asked by name', async () => {
    await requestReview({ reviewers: [third.id] })
    expect([await waits(), (await waitingFor(third))[0]?.asked]).toEqual(['third', true])
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['is approved', () => set.as(third).approve(), ''],
    ['is withdrawn', () => set.move({ status: 'LIVE' }), ''],
    ['was sent back', () => say('request_changes'), ''],
    ['was commented on only', () => say('comment'), 'reviewer third'],
    ['has a reviewer among its authors', () => set.as(third).write('a.text', 'Two'), 'reviewer'],
    ['is archived', () => set.call('patch').send({ archived: true }), ''],
  ])('that %s waits for whom it still concerns', async (_, deed, whom) => {
    await requestReview()
    await deed()
    expect(await waits()).toBe(whom)
  })

  async function say(verdict: string): Promise<void> {
    const { content_digest } = await set.draft()
    const said = { content_digest, verdict, body: 'Hm' }
    await set.as(office.reviewer).call('post', '/reviews/current/submissions').send(said).expect(201)
  }

  it('waits again for who approved, once an edit made that void, and not after it is undone', async () => {
    await requestReview()
    await set.as(third).approve()
    await set.write('a.text', 'Two')
    expect(await waits()).toBe('reviewer third')
    await set.write('a.text', 'One')
    expect(await waits()).toBe('')
  })

  it('that needs two approvals waits for the second one', async () => {
    await office.author.call('patch', `/projects/${projectId}`).send({ required_approvals: 2 }).expect(200)
    await requestReview()
    await set.as(third).approve()
    expect(await waits()).toBe('reviewer')
    await set.as(office.reviewer).approve()
    expect(await waits()).toBe('')
  })

  it('waits for nobody who may not review in its project', async () => {
    await setRoles(third, ['editor'])
    await setRoles(office.reviewer, ['editor', 'reviewer'])
    await requestReview()
    expect(await waits()).toBe('reviewer')
  })

  it('waits for its author where nobody else may review', async () => {
    await setRoles(third, ['editor'])
    await setRoles(office.reviewer, ['publisher'])
    await requestReview()
    expect(await waits()).toBe('author')
    await set.approve()
    expect(await waits()).toBe('')
  })

  it('is listed beside those of other projects, the longest wait first', async () => {
    await requestReview()
    const first = set.id
    const elsewhere = await newProject(office.author, office.organisationId, `A ${count}`)
    set = await newPromptSet(office.author, elsewhere.id, 'Later')
    await set.write('b.text', 'Two')
    await requestReview()
    const { body } = await third.call('get', '/reviews?waiting=me').expect(200)
    const ids = body.reviews.map((review: WaitingReview) => review.prompt_set.id)
    expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(set.id))
    expect(ids.indexOf(first)).toBeGreaterThanOrEqual(0)
  })
})

describe('the list', () => {
  it('is read in as many queries for many projects as for one', async () => {
    const queriesOf = async (): Promise<number> => {
      let queries = 0
      const count = () => (queries += 1)
      forge.ctx.db.on('query', count)
      await third.call('get', '/reviews?waiting=me').expect(200)
      forge.ctx.db.off('query', count)
      return queries
    }
    await queriesOf()
    const before = await queriesOf()
    for (let more = 1; more <= 5; more += 1) await newProject(office.author, office.organisationId, `M${more} ${count}`)
    expect(await queriesOf()).toBe(before)
    expect(before).toBeLessThan(12)
  })

  it('of an API key for one project is that of the project', async () => {
    await requestReview()
    const keyed = async (project_id: string): Promise<number> => {
      const program = await programOf(forge, third, ['approve'], { project_id })
      return (await waitingFor(program)).length
    }
    const elsewhere = await newProject(office.author, office.organisationId, `Elsewhere ${count}`)
    expect([await keyed(projectId), await keyed(elsewhere.id)]).toEqual([1, 0])
  })

  it('is nobody else’s by SQL', async () => {
    await requestReview()
    const listed = await forge.ctx.asActor({ kind: 'user', id: office.author.id }, async (trx) => {
      const { rows } = await trx.raw('SELECT * FROM anvil_waiting_reviews(?, now())', [third.id])
      return rows
    })
    expect(listed).toEqual([])
  })

  it('is asked for by whom it waits for, which is oneself', async () => {
    for (const query of ['', '?waiting=them', `?waiting=${third.id}`]) {
      const { body } = await third.call('get', `/reviews${query}`).expect(400)
      expect(body.error.code).toBe('request.invalid')
    }
  })
})
