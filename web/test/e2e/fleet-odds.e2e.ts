import { type InstanceReport, InstanceReportAnswer } from '@anvil/shared'
import { IssuedAccessToken, Publication, requestForge } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { focused, tabTo } from './support/keyboard.js'
import { newProject, signIn } from './support/people.js'
import { lock, publish, type ReleaseScene, releaseScene, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const PUBLICATIONS = 22
const HOSTILE = '"><img src=x onerror="document.title=1">\u202Egnp.exe'
let scene: ReleaseScene
const closers: (() => Promise<void>)[] = []
beforeAll(async () => {
  scene = await releaseScene()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

async function open(path: string): Promise<Page> {
  const { page, close } = await visit(`${scene.forge.url}/projects/${path}`)
  closers.push(close)
  await signIn(page, scene.ada.email)
  return page
}

/** Has an instance of a project of its own report itself, called by a hostile name. */
async function hostileInstance(): Promise<string> {
  const { id: projectId } = await newProject(scene.ada)
  const asked = { name: HOSTILE.slice(0, 60), environment: 'production' }
  const { value } = await scene.ada.request(IssuedAccessToken, `/projects/${projectId}/access-tokens`, asked)
  const labels = { [HOSTILE]: HOSTILE }
  const instance = { id: 'hostile', app: HOSTILE, host: HOSTILE, pid: 1, sdk: HOSTILE, runtime: HOSTILE, labels }
  const standing = { mode: 'accepting', have: null, trust: 'none', insecure: true } as const
  const counters = { renders: 0, errors: 0, missing: 0 }
  const heartbeat = {
    state: 'NOT_READY',
    mode: 'accepting',
    running: null,
    wanted: null,
    prompts: 0,
    counters,
  } as const
  const body: InstanceReport = { instance, ...standing, heartbeat }
  const path = `/projects/${projectId}/instances/hostile`
  await requestForge({ url: scene.forge.url, token: value }, InstanceReportAnswer, { method: 'PUT', path, body })
  return projectId
}

it('shows hostile names as text, in the list and on the page of an instance', async () => {
  const projectId = await hostileInstance()
  const page = await open(`${projectId}/fleet`)
  const link = page.getByRole('table', { name: 'LIVE instances' }).getByRole('link')
  expect(await link.textContent()).toBe(HOSTILE)
  expect(await link.locator('bdi').count()).toBe(1)
  await page.getByText('It has taken no publication yet').first().waitFor()
  expect(await audit(page)).toEqual([])
  await link.click()
  await page.getByText(`${HOSTILE}=${HOSTILE}`).waitFor()
  await page.getByText('Nothing was published while it was there.').waitFor()
  await page.getByText('Allowed: what it sends can be read on the way').waitFor()
  expect(await page.title()).toContain('Anvil')
  expect(await page.locator('main img').count()).toBe(0)
  expect(await audit(page)).toEqual([])
})

it('says of an instance that is not there that it may be forgotten', async () => {
  const page = await open(`${scene.projectId}/fleet/nobody?environment=production`)
  await page.getByRole('alert').getByText('is forgotten').waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByRole('link', { name: 'Fleet' }).first().waitFor()
})

it('shows the whole history of an instance, page by page', async () => {
  const set = await write(scene, 'Often', { 'often.text': 'Often' })
  await lock(scene, set)
  const path = `/projects/${scene.projectId}/environments/production/publications`
  for (let time = 0; time < PUBLICATIONS / 2; time++) {
    await publish(scene, 'production', set, '1.0.0')
    await scene.ben.request(Publication, path, { kind: 'withdraw', prompt_set_ids: [set] })
  }
  const page = await open(`${scene.projectId}/fleet`)
  await page.getByRole('link', { name: 'shop', exact: true }).click()
  const history = page.getByRole('region', { name: 'Deliveries of this instance' })
  const newest = `Publication ${PUBLICATIONS}`
  await history.getByRole('link', { name: newest, exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show older ones' }).press('Enter')
  await history.getByRole('link', { name: 'Publication 1', exact: true }).waitFor()
  expect(await history.getByRole('row').count()).toBe(PUBLICATIONS + 1)
  expect(await page.getByRole('button', { name: 'Show older ones' }).count()).toBe(0)
  await history.getByRole('link', { name: newest, exact: true }).click()
  await page.getByRole('heading', { name: `production #${PUBLICATIONS}` }).waitFor()
  await page.goBack()
  await history.getByRole('link', { name: newest, exact: true }).waitFor()
})

it('starts a project and makes its token by keyboard alone', async () => {
  const { id } = await newProject(scene.ada)
  const page = await open(`${id}/prompts`)
  await page.getByRole('button', { name: 'Start with a sample set' }).waitFor()
  await tabTo(page, 'Start with a sample set')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'sample.greeting' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await page.getByRole('button', { name: 'Generate token for production' }).waitFor()
  await tabTo(page, 'Generate token for production')
  await page.keyboard.press('Enter')
  await page.getByText('they are not shown again.').waitFor()
  await expect.poll(() => focused(page)).toBe('Fleet')
  await tabTo(page, 'Copy the lines for .env')
})
