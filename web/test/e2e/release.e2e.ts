import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { audit } from './support/audit.js'
import { focused, tabTo } from './support/keyboard.js'
import { signIn } from './support/people.js'
import { inNewProject, releaseScene, type ReleaseScene, requestReview, write } from './support/release-scene.js'
import { visit, type Visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
let shared: ReleaseScene
let scene: ReleaseScene
beforeAll(async () => {
  shared = await releaseScene()
})
beforeEach(async () => {
  scene = await inNewProject(shared)
  closers.push(scene.close)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => shared.close())

const pathOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}/${place}`

async function open(email: string, place: string): Promise<Visit> {
  const visited = await visit(pathOf(place))
  closers.push(visited.close)
  await signIn(visited.page, email)
  return visited
}

const notice = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Notices (F8)' }).getByRole('listitem').filter({ hasText: text })

describe('a release', () => {
  it('is reviewed, locked, published and rolled back by its keys, and says each time what was done', async () => {
    const id = await write(scene, 'Billing', { 'billing.reminder': 'Dear {{name}}, please pay.' })
    const { page } = await open(scene.ada.email, `prompts/${id}/review`)
    await page.getByText('Dear {{name}}, please pay.').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Your own work is in this draft').first().waitFor()
    await expect.poll(() => focused(page)).toBe('Review of Billing')
    await tabTo(page, 'Approve')
    await page.keyboard.press('Enter')
    expect(await page.getByText('0 of 1 needed').count()).toBe(1)

    const ben = await open(scene.ben.email, `prompts/${id}/review`)
    await ben.page.getByText('Dear {{name}}, please pay.').waitFor()
    await ben.page.keyboard.press('Control+Enter')
    await ben.page.getByText('1 of 1 needed').waitFor()
    await notice(ben.page, 'You approved this text.').waitFor()
    await expect.poll(() => focused(ben.page)).toBe('Review of Billing')

    await tabTo(page, page.getByRole('button', { name: 'Lock as 1.0.0' }))
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Lock as 1.0.0')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Enter')
    await notice(page, 'Locked as 1.0.0. Nothing is published by that.').waitFor()
    await expect.poll(() => focused(page)).toBe('Review of Billing')
    await page.keyboard.press('F8')
    await tabTo(page, notice(page, 'Locked as').getByRole('button', { name: 'Close this notice' }))
    expect(await audit(page)).toEqual([])
    await page.keyboard.press('Enter')
    await notice(page, 'Locked as').waitFor({ state: 'detached' })
    await tabTo(page, page.getByRole('link', { name: 'Publish 1.0.0 …' }))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Publish 1.0.0 to 1 instance' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('The instance runs it.').waitFor()
    expect(scene.app.prompt('billing.reminder', { name: 'Cy' })).toBe('Dear Cy, please pay.')
    await expect.poll(() => focused(page)).toBe('production #1')
    await notice(page, 'Done: production is at #1.').waitFor()

    await tabTo(page, page.getByRole('link', { name: 'Roll back to #0 …' }))
    await page.keyboard.press('Enter')
    await page.getByText('One change breaks callers').waitFor()
    await page.getByRole('button', { name: 'Roll back 1 instance to #0' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: 'production #2' }).waitFor()
    await page.getByText('The instance runs it.').waitFor()
    expect(scene.app.has('billing.reminder')).toBe(false)
  })

  it('is seen on the home page by those whom it waits for, beside the open drafts', async () => {
    const waiting = await write(scene, 'Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
    await requestReview(scene, waiting)
    await write(scene, 'Unfinished', { 'unfinished.text': 'Soon' })
    const { page } = await open(scene.ben.email, '')
    await page
      .getByRole('list', { name: 'Prompt sets' })
      .getByRole('link', { name: /Unfinished/ })
      .waitFor()
    await page.getByText('Waits for you').waitFor()
    await page.getByRole('link', { name: /Onboarding/ }).click()
    await page.getByRole('button', { name: 'Approve' }).waitFor()
  })
})
