import type { Publication } from '@anvil/shared/api'
import { openManifest, openKeysets } from '@anvil/shared/bundle'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { publication, release } from '../../test/support/release.js'

const forge = testForge()
let office: Office
let a: PromptSetDesk
let b: PromptSetDesk

const post = (body: object, environment = 'production') =>
  publication(office.author, office.projectId, body, { environment })
const running = (published: Pick<Publication, 'bundles'>) =>
  Object.fromEntries(published.bundles.map((bundle) => [bundle.prompt_set, bundle.version]))
const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]

async function next(
  set: PromptSetDesk,
  write: () => Promise<void>,
): Promise<{ prompt_set_id: string; version: string }> {
  await set.move({ status: 'LIVE' }).expect(200)
  await write()
  return { prompt_set_id: set.id, version: (await lock(set, office.reviewer)).version }
}

beforeAll(async () => {
  office = await openOffice(forge)
  a = await office.newSet('A')
  b = await office.newSet('B')
  await a.write('shared.greeting', 'Hello')
  await a.write('a.stays', 'A')
  await b.write('b.stays', 'B')
  const sets = []
  for (const set of [a, b]) sets.push({ prompt_set_id: set.id, version: (await lock(set, office.reviewer)).version })
  await release(office.author, office.projectId, ...sets)
})

describe('an id that moves to another set', () => {
  it('is refused until both sets are published together', async () => {
    await a.move({ status: 'LIVE' }).expect(200)
    const { etag } = (await a.call('get', '/prompts/shared.greeting').expect(200)).headers
    await a
      .call('delete', '/prompts/shared.greeting')
      .set('If-Match', etag ?? '')
      .expect(204)
    const newA = { prompt_set_id: a.id, version: (await lock(a, office.reviewer)).version }
    const newB = await next(b, () => b.write('shared.greeting', 'Hello from B'))
    const alone = await post({ kind: 'publish', sets: [newB] })
    expect(codeOf(alone)).toEqual([409, 'publication.id_conflict'])
    const [conflict] = alone.body.error.details.conflicts
    expect(conflict.id).toBe('shared.greeting')
    expect(conflict.prompt_sets.map((set: { prompt_set: string }) => set.prompt_set).toSorted()).toEqual(['a', 'b'])
    const together = await release(office.author, office.projectId, newA, newB)
    expect(running(together)).toEqual({ a: '2.0.0', b: newB.version })
  })
})

describe('going back', () => {
  it('restores all that a publication ran, under a new sequence', async () => {
    const { body } = await post({ kind: 'rollback', to_sequence: 1 }).expect(201)
    expect([body.sequence, running(body)]).toEqual([3, { a: '1.0.0', b: '1.0.0' }])
    const forward = await post({ kind: 'rollback', to_sequence: 2 }).expect(201)
    expect([forward.body.sequence, running(forward.body)]).toEqual([4, { a: '2.0.0', b: '1.1.0' }])
  })

  it('of one set leaves the others, and is refused where an id would be doubled', async () => {
    const doubled = await post({ kind: 'rollback', to_sequence: 1, prompt_set_id: a.id })
    expect(codeOf(doubled)).toEqual([409, 'publication.id_conflict'])
    const { body } = await post({ kind: 'rollback', to_sequence: 1, prompt_set_id: b.id }).expect(201)
    expect(running(body)).toEqual({ a: '2.0.0', b: '1.0.0' })
  })

  it('to a sequence that never was is refused', async () => {
    expect(codeOf(await post({ kind: 'rollback', to_sequence: 99 }))).toEqual([404, 'publication.not_found'])
    const never = await post({ kind: 'rollback', to_sequence: 0, prompt_set_id: a.id })
    expect(codeOf(never)).toEqual([409, 'prompt_set.not_published'])
  })

  it('as far as the birth of the environment leaves nothing running', async () => {
    const { body } = await post({ kind: 'rollback', to_sequence: 0 }).expect(201)
    expect(body.bundles).toEqual([])
  })
})

describe('withdrawing', () => {
  it('leaves a set out, and the signed manifest says so', async () => {
    await post({ kind: 'rollback', to_sequence: 1 }).expect(201)
    const { body } = await post({ kind: 'withdraw', prompt_set_ids: [b.id] }).expect(201)
    expect(running(body)).toEqual({ a: '1.0.0' })
    const { body: head } = await office.author.call('get', `/projects/${office.projectId}/environments/production/head`)
    const keysets = await forge.ctx.db('keysets').orderBy('number').pluck('envelope')
    const chain = openKeysets(keysets, 'first-use')
    const target = { forge_id: chain.forge_id, project_id: office.projectId, environment: 'production' }
    const { manifest } = openManifest(Buffer.from(JSON.stringify(head.envelope)), { chain, target })
    expect(manifest.bundles.map((entry) => entry.prompt_set)).toEqual(['a'])
    const again = await post({ kind: 'withdraw', prompt_set_ids: [b.id] })
    expect(codeOf(again)).toEqual([409, 'prompt_set.not_published'])
  })
})

describe('an environment that asks for more approvals', () => {
  it('takes a version once it has them, and one that it ran before without', async () => {
    const path = `/projects/${office.projectId}/environments/production`
    await office.author.call('patch', path).send({ required_approvals: 2 }).expect(200)
    const fresh = await next(b, () => b.write('b.stays', 'B, changed'))
    const missing = await post({ kind: 'publish', sets: [fresh] })
    expect(codeOf(missing)).toEqual([409, 'approval.missing'])
    expect(missing.body.error.details).toMatchObject({ needed: 2, given: 1, version: fresh.version })
    const ranBefore = { prompt_set_id: b.id, version: '1.0.0' }
    await post({ kind: 'publish', sets: [ranBefore] }).expect(201)
  })
})
