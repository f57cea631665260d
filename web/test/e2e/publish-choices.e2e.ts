import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { audit } from './support/audit.js'
import { signIn } from './support/people.js'
import { lock, publish, type ReleaseScene, releaseScene, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

let scene: ReleaseScene
let setId: string
const closers: (() => Promise<void>)[] = []
beforeAll(async () => {
  scene = await releaseScene()
  setId = await write(scene, 'Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
  await lock(scene, setId)
  await publish(scene, 'production', setId, '1.0.0')
  await publish(scene, 'staging', setId, '1.0.0')
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

async function open(below: string): Promise<Page> {
  const { page, close } = await visit(`${scene.forge.url}/projects/${scene.projectId}/publications/${below}`)
  closers.push(close)
  await signIn(page, scene.ada.email)
  return page
}

it('promotes nothing where both run the same, and says so instead of a number', async () => {
  const page = await open('new?environment=staging&promote=production')
  const button = page.getByRole('button', { name: 'Promote to staging', exact: true })
  await button.waitFor()
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  const reason = (await button.getAttribute('title')) ?? ''
  expect(reason).not.toBe('')
  await page.getByRole('list', { name: 'What is missing' }).getByText(reason).waitFor()
  expect(await page.getByText(/0 prompt sets/).count()).toBe(0)
  await button.press('Enter')
  expect(new URL(page.url()).searchParams.get('promote')).toBe('production')
  expect(await audit(page)).toEqual([])
})

it('says at the field of a prompt set that its versions did not come', async () => {
  const page = await open('')
  await page.getByRole('heading', { level: 1, name: 'Publications' }).waitFor()
  await page.route(/\/versions$/, (route) => route.abort())
  await page.goto(`${scene.forge.url}/projects/${scene.projectId}/publications/new?set=${setId}&version=1.0.0`)
  const field = page.getByLabel('Onboarding')
  await page.getByText('The versions can’t be shown.').waitFor({ timeout: 60_000 })
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await field.inputValue()).toBe('1.0.0')
  expect(await audit(page)).toEqual([])
  await page.unroute(/\/versions$/)
  await page.reload()
  await field.waitFor()
  await expect.poll(() => field.getAttribute('aria-invalid')).toBeNull()
})
