import { missingRight, type Right } from '@anvil/shared'
import { ProjectMember } from '@anvil/shared/api'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { audit } from './support/audit.js'
import { addPerson, signIn } from './support/people.js'
import { edit, lock, publish, releaseScene, type ReleaseScene, requestReview, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let scene: ReleaseScene
let vic: Awaited<ReturnType<typeof addPerson>>
const sets = { locked: '', draft: '', review: '' }
let publicationId: string
beforeAll(async () => {
  scene = await releaseScene()
  vic = await addPerson(scene.forge, scene.ada, { email: 'vic@example.com', name: 'Vic', roles: ['viewer'] })
  sets.locked = await write(scene, 'Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
  await lock(scene, sets.locked)
  publicationId = (await publish(scene, 'production', sets.locked, '1.0.0')).id
  sets.draft = await write(scene, 'Farewell', { 'bye.short': 'Bye' })
  await lock(scene, sets.draft)
  await edit(scene, sets.draft, 'bye.short', 'Good bye')
  sets.review = await write(scene, 'Reminder', { 'late.first': 'You are late' })
  await requestReview(scene, sets.review)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

const pathOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}${place}`
const why = (right: Right) => missingRight({ name: 'Difference', roles: ['viewer'] }, right) ?? 'nothing is missing'

async function open(place: string): Promise<Page> {
  const { page, close } = await visit(pathOf(place))
  closers.push(close)
  await signIn(page, vic.email)
  await page.getByRole('button', { name: /^You: / }).waitFor()
  return page
}

/** What only looks: it takes away, shows, finds or compares. */
const READS = /^(Copy|Download|Verify|Show|Compare|Swap|Choose 2|Prompts nearby|Folder|Dismiss)/

/** The names of what a page offers that would write. */
async function offered(page: Page): Promise<string[]> {
  const names = async (found: Locator) => Promise.all((await found.all()).map(async (each) => nameOf(each)))
  const buttons = await names(page.locator('main button:not([aria-disabled=true]):visible'))
  const writable = await names(page.locator('[contenteditable=true]:not([aria-readonly=true]):visible'))
  const links = await names(
    page.getByRole('link', { name: /^(Publish|Import|Roll back|Withdraw|Promote|Request|Lock|Generate|New|Try) / }),
  )
  return [...buttons, ...writable, ...links].filter((name) => !READS.test(name))
}

const nameOf = async (control: Locator): Promise<string> =>
  ((await control.getAttribute('aria-label')) ?? (await control.textContent()) ?? '').trim()

/** Where they look, what shows that the page is there, and the buttons that say why they can't be used. */
const PAGES: [string, () => string, string, Record<string, Right>][] = [
  ['home', () => '', 'Last published to production', {}],
  ['the prompt sets', () => '/prompts', 'Onboarding', { 'New prompt set': 'draft.write' }],
  ['a draft', () => `/prompts/${sets.draft}`, 'bye.short', { 'New prompt': 'draft.write', 'Import …': 'draft.write' }],
  ['a locked set', () => `/prompts/${sets.locked}`, 'welcome.message', { 'New draft': 'draft.write' }],
  [
    'a prompt',
    () => `/prompts/${sets.draft}/edit/bye.short`,
    'You can read this.',
    { 'Request review …': 'review.request' },
  ],
  [
    'a locked prompt',
    () => `/prompts/${sets.locked}/edit/welcome.message`,
    'This set is locked',
    { 'New draft': 'draft.write', 'Publish 1.0.0 …': 'publication.publish' },
  ],
  ['an import', () => `/prompts/${sets.draft}/import`, 'Import into Farewell', { 'Choose files': 'draft.write' }],
  [
    'the review of a draft',
    () => `/prompts/${sets.draft}/review`,
    'Runs now',
    {
      'Request review': 'review.request',
      'Discard draft …': 'draft.write',
      'Try it in development …': 'publication.publish',
    },
  ],
  [
    'a review',
    () => `/prompts/${sets.review}/review`,
    'Runs now',
    { Approve: 'review.approve', 'Withdraw review': 'review.request', 'Change who is asked …': 'review.request' },
  ],
  [
    'the review of a locked set',
    () => `/prompts/${sets.locked}/review`,
    'Runs now',
    { 'New draft': 'draft.write', 'Publish 1.0.0 …': 'publication.publish' },
  ],
  ['the versions', () => `/prompts/${sets.locked}/versions`, '1.0.0', {}],
  [
    'a version',
    () => `/prompts/${sets.locked}/versions/1.0.0`,
    'What it says',
    { 'Publish 1.0.0 …': 'publication.publish', 'Restore as draft …': 'draft.write' },
  ],
  [
    'the publications',
    () => '/publications',
    'History',
    {
      'Publish to production …': 'publication.publish',
      'Withdraw onboarding …': 'publication.publish',
      'Promote all to staging …': 'publication.publish',
    },
  ],
  [
    'a publication',
    () => `/publications/${publicationId}`,
    'Runs since',
    { 'Roll back to #0 …': 'publication.publish' },
  ],
  [
    'a publication that is not made',
    () => `/publications/new?set=${sets.draft}`,
    'Targets',
    { 'Publish 1.0.0 to 1 instance': 'publication.publish' },
  ],
  ['the fleet', () => '/fleet', 'shop', {}],
  [
    'a fleet without an application',
    () => '/fleet?environment=staging',
    'Install the client.',
    { 'Generate token for staging': 'token.manage' },
  ],
  [
    'the access tokens',
    () => '/tokens?new=true',
    'Shop',
    {
      'Generate token': 'token.manage',
      'Show value: Shop': 'token.manage',
      'Rotate: Shop': 'token.manage',
      'Revoke: Shop': 'token.manage',
    },
  ],
  ['the members', () => '/members', 'Vic', { 'Change roles: Vic': 'member.manage' }],
  ['the settings', () => '/settings', 'Approvals needed to lock', { 'Save settings': 'project.manage' }],
  [
    'the environments',
    () => '/environments?new=true',
    'Review pre-release',
    { 'New environment': 'project.manage', 'Change: Production': 'project.manage' },
  ],
  [
    'the policy',
    () => '/policy',
    'History',
    { 'Put policy 1 in force': 'policy.manage', 'Try on the drafts': 'policy.manage' },
  ],
  ['the audit trail', () => '/audit', 'Audit', {}],
]

it('sees every page as a viewer, and is offered nothing that would write', async () => {
  const page = await open('')
  for (const [name, place, shows, buttons] of PAGES) {
    await page.goto(pathOf(place()))
    await page.getByText(shows).first().waitFor()
    for (const [button, right] of Object.entries(buttons)) {
      const found = page.getByRole('button', { name: button, exact: true }).first()
      await found.waitFor()
      expect([name, button, await found.getAttribute('title')]).toEqual([name, button, why(right)])
      await found.focus()
      await page.keyboard.press('Enter')
    }
    expect([name, await offered(page)]).toEqual([name, []])
    expect([name, await page.getByRole('dialog').count()]).toEqual([name, 0])
  }
  await page.keyboard.press('Control+k')
  const option = page.getByRole('option', { name: /Generate access token/ })
  await page.getByRole('combobox').fill('generate access')
  await option.getByText(why('token.manage')).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Go to or do' }).waitFor()
  expect(await audit(page)).toEqual([])
  await page.goto(`${scene.forge.url}/organisations/${scene.ada.organisationId}`)
  const make = page.getByRole('button', { name: 'New project' })
  await make.waitFor()
  await expect.poll(() => make.getAttribute('title')).toContain('Only an owner or admin of Engines may make projects')
})

/** What the page would ask of FORGE, were its buttons not off. */
const WRITES = (): [Right, string, object | undefined, 'POST' | 'PUT' | 'PATCH'][] => {
  const at = (set: keyof typeof sets, below = '') => `/prompt-sets/${sets[set]}${below}`
  return [
    ['draft.write', '/prompt-sets', { name: 'Mine' }, 'POST'],
    ['draft.write', at('draft', '/prompts'), { prompts: { 'bye.long': { kind: 'text', template: 'Bye' } } }, 'PUT'],
    ['draft.write', at('locked', '/status'), { status: 'LIVE' }, 'PUT'],
    ['draft.write', at('draft', '/status'), { status: 'LOCKED', discard: true }, 'PUT'],
    ['review.request', at('draft', '/status'), { status: 'REVIEW' }, 'PUT'],
    ['review.request', at('review', '/status'), { status: 'LIVE' }, 'PUT'],
    ['review.approve', at('review', '/approvals'), { content_digest: 'a'.repeat(64) }, 'POST'],
    ['version.lock', at('review', '/status'), { status: 'LOCKED', content_digest: 'a'.repeat(64) }, 'PUT'],
    [
      'publication.publish',
      '/environments/staging/publications',
      { kind: 'publish', sets: [{ prompt_set_id: sets.locked, version: '1.0.0' }] },
      'POST',
    ],
    ['publication.publish', '/environments/production/sync-requests', { select: { matching: {} } }, 'POST'],
    ['token.manage', '/access-tokens', { name: 'Mine', environment: 'staging' }, 'POST'],
    ['project.manage', '', { name: 'Mine' }, 'PATCH'],
  ]
}

it('is refused the same by FORGE, in the same words', async () => {
  for (const [right, path, body, method] of WRITES()) {
    const refusal = vic.request(z.unknown(), `/projects/${scene.projectId}${path}`, body, method)
    await expect(refusal, path).rejects.toMatchObject({ code: 'auth.forbidden', message: why(right) })
  }
})

it('may write as soon as an admin gives the role, and no longer than they keep it, without a reload', async () => {
  const page = await open(`/prompts/${sets.draft}/edit/bye.short`)
  const editor = page.getByRole('textbox', { name: 'Text of the prompt' })
  await page.getByText('You can read this.').waitFor()
  await give(['viewer', 'editor'])
  await expect.poll(() => editor.getAttribute('aria-readonly')).toBe('false')
  expect(await page.getByText('You can read this.').count()).toBe(0)
  await editor.click()
  await page.keyboard.type('Hi! ')
  await page.getByText('Saved', { exact: true }).waitFor()
  await give(null)
  await page.getByText('You can read this.').waitFor()
  expect(await editor.getAttribute('aria-readonly')).toBe('true')
})

const give = (roles: string[] | null) =>
  scene.ada.request(ProjectMember, `/projects/${scene.projectId}/members/${vic.id}/roles`, { roles }, 'PUT')
