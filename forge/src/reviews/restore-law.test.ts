import { array, assert, asyncProperty, constantFrom, nat, oneof, record } from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})

const name = constantFrom('a', 'b', 'c')
const step = oneof(
  { weight: 3, arbitrary: record({ does: constantFrom('write' as const), name, text: constantFrom('One', 'Two') }) },
  { weight: 1, arbitrary: record({ does: constantFrom('delete' as const), name }) },
  { weight: 2, arbitrary: record({ does: constantFrom('lock' as const) }) },
  { weight: 2, arbitrary: record({ does: constantFrom('restore' as const), which: nat(9) }) },
)
type Step = typeof step extends { generate: (...of: never[]) => { value: infer T } } ? T : never

/** A prompt set with what it said at each of its versions, kept beside it. */
interface Story {
  set: PromptSetDesk
  prefix: string
  draft: Record<string, string>
  versions: Map<string, Record<string, string>>
}

async function begin(): Promise<Story> {
  const set = await office.newSet(`Story ${(count += 1)}`)
  const prefix = `story${count}`
  await set.write(`${prefix}.first`, 'First')
  const draft = { [`${prefix}.first`]: 'First' }
  const { version } = await lock(set, office.reviewer)
  return { set, prefix, draft, versions: new Map([[version, draft]]) }
}

async function take(story: Story, taken: Step): Promise<void> {
  const { set, prefix, versions } = story
  const { body, headers } = await set.call('get').expect(200)
  if (taken.does === 'restore') {
    const [version = '', texts = {}] = [...versions][taken.which % versions.size] ?? []
    const call = set.call('post', `/versions/${version}/restore`).set('If-Match', headers['etag'] ?? '')
    expect((await call.expect(200)).body.prompt_set.status).toBe('LIVE')
    story.draft = texts
    return
  }
  if (body.status === 'LOCKED') await set.move({ status: 'LIVE' }).expect(200)
  if (taken.does === 'lock') {
    const { version } = await lock(set, office.reviewer)
    expect(versions.get(version) ?? story.draft).toEqual(story.draft)
    versions.set(version, story.draft)
    return
  }
  const id = `${prefix}.${taken.name}`
  if (taken.does === 'write') {
    await set.write(id, taken.text)
    story.draft = { ...story.draft, [id]: taken.text }
  } else if (Object.hasOwn(story.draft, id)) {
    await set.call('delete', `/prompts/${id}`).set('If-Match', '*').expect(204)
    const { [id]: _gone, ...kept } = story.draft
    story.draft = kept
  }
}

it('whatever was written, locked and restored before, a draft and every version say what they should', async () => {
  const stories = array(step, { minLength: 4, maxLength: 9 })
  await assert(
    asyncProperty(stories, async (steps) => {
      const story = await begin()
      for (const taken of steps) await take(story, taken)
      const textsOf = (snapshot: Record<string, { template: string }>) =>
        Object.fromEntries(Object.entries(snapshot).map(([id, { template }]) => [id, template]))
      const { body } = await story.set.call('get', '/draft').expect(200)
      expect(textsOf(body.snapshot)).toEqual(story.draft)
      for (const [version, texts] of story.versions) {
        const read = await story.set.call('get', `/versions/${version}`).expect(200)
        expect([version, textsOf(read.body.snapshot)]).toEqual([version, texts])
      }
    }),
    { numRuns: 6 },
  )
})
