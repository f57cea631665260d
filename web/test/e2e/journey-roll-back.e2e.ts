import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { BOTH_WAYS, signInBy } from './support/hands.js'
import { edit, inNewProject, lock, publish, releaseScene, type ReleaseScene, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let shared: ReleaseScene
let scene: ReleaseScene
beforeAll(async () => {
  shared = await releaseScene()
})
beforeEach(async () => {
  scene = await inNewProject(shared)
  closers.push(scene.close)
  const id = await write(scene, 'Onboarding', { 'welcome.message': 'The good text' })
  await lock(scene, id)
  await publish(scene, 'production', id, '1.0.0')
  await edit(scene, id, 'welcome.message', 'The bad text')
  await lock(scene, id)
  await publish(scene, 'production', id, '1.0.1')
  await expect.poll(() => scene.app.prompt('welcome.message')).toBe('The bad text')
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => shared.close())

it.each(BOTH_WAYS)('brings a running application back to what it ran before, %s', async (_how, hands) => {
  const { press } = hands
  const { page, problems, foreign, close } = await visit(`${scene.forge.url}/projects/${scene.projectId}`)
  closers.push(close)
  await signInBy(hands, page, scene.ada.email)
  await press(page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Publications' }))
  await press(page.getByRole('link', { name: /^#2/ }))
  await press(page.getByRole('link', { name: 'Roll back to #1 …' }))
  await page.getByRole('heading', { level: 1, name: 'Roll back production to #1' }).waitFor()
  await page.getByRole('region', { name: 'Text of welcome.message' }).getByText('The good text').waitFor()
  expect(scene.app.prompt('welcome.message')).toBe('The bad text')
  await press(page.getByRole('button', { name: 'Roll back 1 instance to #1' }))
  await page.getByRole('heading', { level: 1, name: 'production #3' }).waitFor()
  await page.getByRole('row', { name: /shop/ }).getByText('Applied').waitFor()
  expect(scene.app.prompt('welcome.message')).toBe('The good text')
  expect([problems, foreign]).toEqual([[], []])
})
