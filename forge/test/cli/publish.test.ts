import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { AuditEntry } from '@anvil/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestForge } from '../support/forge.js'
import { type CliResult, type OperatorServer, operatorServer } from '../support/operator.js'
import { refusalsOf } from '../support/refusals.js'
import type { RunningForge } from '../support/running-forge.js'
import { type Unreviewed, unreviewedSets } from '../support/unreviewed.js'

let server: OperatorServer
let running: RunningForge | undefined
let scene: Unreviewed
let slug: string
/** The FORGE of the moment: an embedded database has it stopped while the operator works. */
const forge: TestForge = {
  get app() {
    return there().app
  },
  get ctx() {
    return there().ctx
  },
}
beforeAll(async () => {
  server = await operatorServer()
  running = await server.start()
  scene = await (await unreviewedSets(forge))()
  slug = (await scene.set.call('get').expect(200)).body.slug
})
afterAll(async () => {
  await running?.close()
  await server.remove()
})

const there = (): RunningForge => running ?? expect.fail('FORGE is stopped')
const rule = (environment: string, change: object) =>
  scene.office.author
    .call('patch', `/projects/${scene.shop.projectId}/environments/${environment}`)
    .send(change)
    .expect(200)

/** Runs a command as somebody at the server while FORGE rests. */
async function operate(args: string[], env: Record<string, string> = { ANVIL_OPERATOR: 'olga' }): Promise<CliResult> {
  await running?.close()
  running = undefined
  const done = await server.cliWith(env, args)
  running = await server.start()
  return done
}
const publish = (version: string, more: string[] = [], environment = 'production') => [
  'publish',
  `--project=${scene.shop.projectId}`,
  `--environment=${environment}`,
  `--prompt-set=${slug}`,
  `--version=${version}`,
  ...more,
]
const refusals = (): Promise<AuditEntry[]> => refusalsOf(scene.office.author, scene.shop.projectId)

/** Runs a command that is to be refused, and what the trail says of it. */
async function refused(args: string[], env?: Record<string, string>) {
  const before = (await refusals()).length
  const runs = await scene.shop.running()
  const { code, json } = await operate([...args, '--json'], env)
  expect(await scene.shop.running()).toEqual(runs)
  return { code, error: json.error, entries: (await refusals()).slice(before) }
}

describe('anvil-forge publish', () => {
  it('takes nothing to production that nobody reviewed, and the trail says which operator tried', async () => {
    const { code, error, entries } = await refused(publish('1.0.1-review.1', ['--note', 'It is urgent']))
    expect([code, error.code]).toEqual([6, 'publication.rule_refused'])
    expect(error.message).toContain('review')
    expect(entries).toMatchObject([
      {
        action: 'publication.refused',
        target: 'production',
        actor: { kind: 'system', id: 'operator:olga', name: null },
        means: 'cli',
        address: null,
        details: {
          code: 'publication.rule_refused',
          environment: 'production',
          asked: {
            kind: 'publish',
            note: 'It is urgent',
            sets: [{ prompt_set_id: scene.set.id, version: '1.0.1-review.1' }],
          },
        },
      },
    ])
  })

  it('takes no version that lacks approvals which the environment wants, under whatever name of an operator', async () => {
    await rule('staging', { allowed_kinds: ['locked'], required_approvals: 3 })
    const { code, error, entries } = await refused(publish('1.0.0', [], 'staging'), { SUDO_USER: 'root' })
    expect([code, error.code]).toEqual([6, 'approval.missing'])
    expect(entries).toMatchObject([
      { actor: { id: 'operator:root' }, means: 'cli', target: 'staging', details: { code: 'approval.missing' } },
    ])
  })

  it('leaves no entry of what was mistyped, is not there or was overtaken', async () => {
    const answers = [
      await refused(publish('9.9.9')),
      await refused(publish('1.0.0', ['--expected-sequence', '77'])),
      await refused(publish('1.0.0', [], 'nowhere')),
      await refused(publish('one')),
    ]
    expect(answers.map(({ code, entries }) => [code, entries])).toEqual([
      [5, []],
      [6, []],
      [5, []],
      [2, []],
    ])
  })

  it('says nothing secret of an operator who has no name', async () => {
    const { entries } = await refused(publish('1.0.1-review.1'), { ANVIL_OPERATOR: '' })
    expect(entries).toMatchObject([{ actor: { kind: 'system', id: 'operator' }, means: 'cli' }])
    expect(JSON.stringify(entries)).not.toContain(server.env['ANVIL_SECRET_KEY'])
  })
})

describe('anvil-forge import', () => {
  it('opens no way past the review either: what it brings voids the approval, and the lock is refused on the record', async () => {
    await scene.set.as(scene.office.reviewer).approve()
    const folder = path.join(server.folder, 'texts')
    await mkdir(folder)
    await writeFile(path.join(folder, 'a.txt'), 'Imported over an approval')
    const { shop, set, office, id } = scene
    const names = ['--project', shop.projectId, '--prompt-set', slug, '--prefix', id('a').split('.')[0] ?? '']
    const done = await operate(['import', folder, ...names, '--json'])
    expect([done.code, done.json]).toMatchObject([0, { counts: { change: 1 } }])
    const { content_digest } = await set.draft()
    const lock = await set.move({ status: 'LOCKED', content_digest })
    expect([lock.status, lock.body.error.code]).toEqual([409, 'approval.missing'])
    expect((await refusals()).at(-1)).toMatchObject({
      action: 'lock.refused',
      actor: { id: office.author.id },
      details: { code: 'approval.missing' },
    })
    const { body } = await office.author
      .call('get', `/projects/${shop.projectId}/audit`)
      .query({ action: 'prompts.imported' })
      .expect(200)
    expect(body.entries).toMatchObject([{ actor: { id: 'operator:olga' }, means: 'cli', target: set.id }])
    await set.as(office.reviewer).approve()
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
    const published = await operate([...publish('1.0.1'), '--json'])
    expect([published.code, published.json.error]).toEqual([0, undefined])
    expect(await shop.running()).toContain(`${slug}@1.0.1`)
  })
})

describe('what the operator was refused', () => {
  it('stands in the sealed export of the organisation, which proves itself', async () => {
    const trail = path.join(server.folder, 'trail.jsonl')
    const root = there().ctx.signing.rootKey
    expect((await operate(['audit', 'export', '--organisation', scene.office.organisationId, trail])).code).toBe(0)
    const verified = await server.cli(['audit', 'verify', trail, '--root-key', root, '--json'])
    expect([verified.code, verified.json.revoked]).toEqual([0, 0])
    const lines = (await readFile(trail, 'utf8')).trim().split('\n')
    const told = lines.map((line) => JSON.parse(line)).filter(({ action }) => action === 'publication.refused')
    expect(told.map(({ actor }) => actor.id)).toEqual(['operator:olga', 'operator:root', 'operator'])
  })
})
