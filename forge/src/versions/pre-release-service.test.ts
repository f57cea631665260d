import type { Version } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { getProjectOf } from '../projects/project-store.js'
import { getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { makePreRelease } from './pre-release-service.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  await set.write(id('a'), 'Hi {{name}}')
})

const id = (name: string): string => `s${count}.${name}`

async function release(contentDigest?: string): Promise<Version> {
  const actor = { kind: 'user', id: office.author.id, sessionId: '', requestId: '', address: '' } as const
  return forge.ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, { id: actor.id }, office.projectId, 'project.read')
    const promptSet = await getPromptSetForUpdate(trx, { projectId: office.projectId, promptSetId: set.id })
    return makePreRelease(forge.ctx, trx, { actor, promptSet, contentDigest })
  })
}

describe('a pre-release', () => {
  it('is numbered after the version the draft would be, by kind, and the draft stays open', async () => {
    expect(await release()).toMatchObject({ version: '1.0.0-live.1', kind: 'live', approvals: [], created_by: {} })
    await set.write(id('a'), 'Hello {{name}}')
    expect((await release()).version).toBe('1.0.0-live.2')
    await set.move({ status: 'REVIEW' }).expect(200)
    expect(await release()).toMatchObject({ version: '1.0.0-review.1', kind: 'review' })
    expect((await set.call('get')).body).toMatchObject({ status: 'REVIEW', locked_version: null })
    await set.as(office.reviewer).approve()
    const { content_digest } = await set.draft()
    const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(200)
    expect(body.version.version).toBe('1.0.0')
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('b'), 'New')
    expect((await release()).version).toBe('1.1.0-live.1')
  })

  it('is made once of the same text', async () => {
    const first = await release()
    expect(await release()).toEqual(first)
    await set.write(id('a'), 'Other')
    await release()
    await set.write(id('a'), 'Hi {{name}}')
    expect((await release()).version).toBe('1.0.0-live.3')
  })

  it('of a draft that equals the locked version is numbered as a patch', async () => {
    await lock(set, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    expect((await release()).version).toBe('1.0.1-live.1')
  })

  it('freezes the included texts with the draft', async () => {
    const shared = await office.newSet(`Shared ${count}`)
    await shared.write(id('tone'), 'One')
    await lock(shared, office.reviewer)
    await set.write(id('a'), `{{> ${id('tone')}}}`)
    const { version } = await release()
    await shared.move({ status: 'LIVE' }).expect(200)
    await shared.write(id('tone'), 'Two')
    await lock(shared, office.reviewer)
    expect((await set.call('get', `/versions/${version}`)).body.includes[id('tone')].template).toBe('One')
    expect((await set.draft()).includes[id('tone')]?.template).toBe('One')
  })

  it('is made of the content the person saw, or not at all', async () => {
    const { content_digest } = await set.draft()
    await set.write(id('a'), 'Changed')
    await expect(release(content_digest)).rejects.toMatchObject({ code: 'prompt_set.draft_changed' })
    expect((await set.call('get', '/versions')).body.versions).toEqual([])
  })

  it.each([
    ['an include that nobody has', '{{> nowhere.x}}', 'include.unknown'],
    ['a template that can not be read', '{{#open}}', 'prompt_set.not_lockable'],
  ])('is refused with %s', async (_name, template, code) => {
    await set.write(id('a'), template)
    await expect(release()).rejects.toMatchObject({ code })
  })

  it('is refused where no draft is open', async () => {
    await lock(set, office.reviewer)
    await expect(release()).rejects.toMatchObject({ code: 'prompt_set.locked', details: { locked_version: '1.0.0' } })
  })
})
