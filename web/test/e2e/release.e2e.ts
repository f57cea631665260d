import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { audit } from './support/audit.js'
import { type BrowserOptions } from './support/browser.js'
import { focused, tabTo } from './support/keyboard.js'
import { signIn } from './support/people.js'
import { releaseScene, type ReleaseScene, write } from './support/release-scene.js'
import { visit, type Visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
let scene: ReleaseScene
beforeAll(async () => {
  scene = await releaseScene()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

const pathOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}/${place}`

async function open(email: string, place: string, options: BrowserOptions = {}): Promise<Visit> {
  const visited = await visit(pathOf(place), options)
  closers.push(visited.close)
  await signIn(visited.page, email)
  return visited
}

const notice = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Notices (F8)' }).getByRole('listitem').filter({ hasText: text })

describe('a release', () => {
  it('goes from review by a second person to a running application, and back', async () => {
    const id = await write(scene, 'Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
    const ada = await open(scene.ada.email, `prompts/${id}/review`)
    await ada.page.getByRole('button', { name: 'Request review' }).click()
    await ada.page.getByText('Your own work is in this draft').first().waitFor()
    expect(await ada.page.getByRole('button', { name: 'Approve' }).getAttribute('aria-disabled')).toBe('true')

    await write(scene, 'Unfinished', { 'unfinished.text': 'Soon' })
    const ben = await open(scene.ben.email, '')
    await ben.page
      .getByRole('list', { name: 'Prompt sets' })
      .getByRole('link', { name: /Unfinished/ })
      .waitFor()
    await ben.page.getByText('Waits for you').waitFor()
    await ben.page.getByRole('link', { name: /Onboarding/ }).click()
    await ben.page.getByText('Welcome {{name}}!').waitFor()
    await ben.page.getByRole('button', { name: 'Approve' }).click()

    await ada.page.getByRole('button', { name: 'Lock as 1.0.0' }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Lock as 1.0.0' }).click()
    await ada.page.getByRole('link', { name: 'Publish 1.0.0 …' }).click()
    await ada.page.getByRole('button', { name: 'Publish 1.0.0 to 1 instance' }).click()
    await ada.page.getByText('Applied').waitFor()
    await ada.page.getByText('The instance runs it.').waitFor()
    expect(scene.app.prompt('welcome.message', { name: 'Cy' })).toBe('Welcome Cy!')

    await ada.page.getByRole('link', { name: 'Roll back to #0 …' }).click()
    await ada.page.getByText('One change breaks callers').waitFor()
    await ada.page.getByRole('button', { name: 'Roll back 1 instance to #0' }).click()
    await ada.page.getByRole('heading', { level: 1, name: 'production #2' }).waitFor()
    await ada.page.getByText('Applied').waitFor()
    expect(scene.app.has('welcome.message')).toBe(false)
    expect([ada.problems, ada.foreign, ben.problems]).toEqual([[], [], []])
  })

  it('goes the same way by keyboard alone', async () => {
    const id = await write(scene, 'Billing', { 'billing.reminder': 'Dear {{name}}, please pay.' })
    const { page } = await open(scene.ada.email, `prompts/${id}/review`)
    await page.getByText('Dear {{name}}, please pay.').waitFor()
    await tabTo(page, 'Request review')
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

    await page.getByRole('button', { name: 'Lock as 1.0.0' }).waitFor()
    await tabTo(page, 'Lock as 1.0.0')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Lock as 1.0.0')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Publish 1.0.0 …' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Review of Billing')
    await notice(page, 'Locked as 1.0.0. Nothing is published by that.').hover()
    expect(await audit(page)).toEqual([])
    await page.keyboard.press('F8')
    await tabTo(page, 'Close this notice')
    await page.keyboard.press('Enter')
    await expect.poll(() => notice(page, 'Locked as').count()).toBe(0)
    await tabTo(page, 'Publish 1.0.0 …')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Publish 1.0.0 to 1 instance' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('The instance runs it.').waitFor()
    expect(scene.app.prompt('billing.reminder', { name: 'Cy' })).toBe('Dear Cy, please pay.')
    await expect.poll(() => focused(page)).toBe('production #3')
    await notice(page, 'Done: production is at #3.').waitFor()

    await tabTo(page, 'Roll back to #2 …')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Roll back 1 instance to #2' }).waitFor()
    await tabTo(page, 'Roll back 1 instance to #2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'production #4' }).waitFor()
    await page.getByText('The instance runs it.').waitFor()
    expect(scene.app.has('billing.reminder')).toBe(false)
  })
})
