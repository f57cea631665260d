import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { lock, type Office, openOffice } from '../../test/support/content.js'
import { accessToken, publication } from '../../test/support/release.js'
import type { Change } from './changes.js'
import { changeOf } from './change-of.js'

const [projectId, SET] = [randomUUID(), randomUUID()] as const

describe('an audit entry', () => {
  it.each([
    ['prompt.changed', 'welcome', { prompt_set_id: SET }, { what: 'prompts', prompt_set_id: SET }],
    ['prompts.imported', SET, { prompt_set_id: SET }, { what: 'prompts', prompt_set_id: SET }],
    ['prompt_set.locked', SET, {}, { what: 'prompt_set', prompt_set_id: SET }],
    ['draft.opened', SET, undefined, { what: 'prompt_set', prompt_set_id: SET }],
    ['approval.given', SET, {}, { what: 'review', prompt_set_id: SET }],
    ['version.made', randomUUID(), { prompt_set_id: SET }, { what: 'version', prompt_set_id: SET }],
    ['publication.rollback', randomUUID(), {}, { what: 'publication' }],
    ['access_token.revoked', randomUUID(), {}, { what: 'tokens' }],
    ['environment.changed', randomUUID(), {}, { what: 'project' }],
    ['something.newer', 'x', { prompt_set_id: 7 }, { what: 'project' }],
  ])('%s says what changed, and nothing of what it says', (action, target, details, change) => {
    expect(changeOf({ projectId, action, target, ...(details && { details }) })).toEqual({
      project_id: projectId,
      ...change,
    })
  })

  it('of one prompt that was written names its state since', () => {
    const entry = {
      projectId,
      action: 'prompt.changed',
      target: 'welcome',
      details: { prompt_set_id: SET },
      etag: '"1"',
    }
    expect(changeOf(entry)).toEqual({ project_id: projectId, what: 'prompts', prompt_set_id: SET, etag: '"1"' })
  })

  it('of an organisation is no change of a project', () => {
    expect(changeOf({ action: 'member.added', target: randomUUID() })).toBeUndefined()
  })
})

describe('a request', () => {
  const forge = testForge()

  /** What is announced while something is done; whether it was committed is asked on the spot. */
  async function announcedBy(work: () => Promise<unknown>): Promise<string[]> {
    const announced: string[] = []
    const stop = forge.ctx.changes.onChange((changes: readonly Change[]) =>
      announced.push(...changes.map(({ what }) => what)),
    )
    await work()
    stop()
    return announced
  }

  it('announces what it stored, and nothing where it only asked, was refused or took back what it did', async () => {
    const office: Office = await openOffice(forge)
    const { author, reviewer, projectId } = office
    const set = await office.newSet('Greetings')
    expect(await announcedBy(() => set.write('welcome', 'Hello {{name}}'))).toEqual(['prompts'])
    expect(await announcedBy(() => set.write('welcome', 'Hello {{name}}'))).toEqual([])
    const etags: (string | undefined)[] = []
    const stop = forge.ctx.changes.onChange((changes) => etags.push(...changes.map(({ etag }) => etag)))
    const one = await set.call('post', '/prompts').send({ id: 'one', kind: 'text', template: 'One' })
    await set.call('put', '/prompts').send({ prompts: { several: { kind: 'text', template: 'Two' } } })
    stop()
    expect(etags).toEqual([one.body.etag, undefined])
    expect(await announcedBy(() => set.draft())).toEqual([])
    expect(await announcedBy(async () => await set.move({ status: 'LOCKED' }))).toEqual([])
    const { version } = await lock(set, reviewer)
    const publish = { kind: 'publish', sets: [{ prompt_set_id: set.id, version }] }
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Good morning {{name}}')
    const draft = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }
    const preview = `/projects/${projectId}/environments/development/publications/preview`
    expect(
      await announcedBy(async () => {
        const { body } = await author.call('post', preview).send(draft).expect(200)
        expect(body.changed).toHaveLength(1)
      }),
    ).toEqual([])
    expect(await announcedBy(() => accessToken(author, projectId))).toEqual(['tokens'])
    expect(await announcedBy(async () => await publication(author, projectId, publish).expect(201))).toEqual([
      'publication',
    ])
  })
})
