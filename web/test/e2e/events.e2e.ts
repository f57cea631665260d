import { Prompt, StatusChange } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { openBrowser } from './support/browser.js'
import { signIn } from './support/people.js'
import { lock, publish, releaseScene, type ReleaseScene, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const LATE = { timeout: 45_000 }
const closers: (() => Promise<void> | void)[] = []
let scene: ReleaseScene
beforeAll(async () => {
  scene = await releaseScene()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

const addressOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}/${place}`

async function open(email: string, place: string): Promise<Page> {
  const { page, close } = await visit(addressOf(place))
  closers.push(close)
  await signIn(page, email)
  return page
}

/** Opens a page whose timers that come again and again never do: it hears of changes, or not at all. */
async function openWithoutPolling(email: string, place: string): Promise<Page> {
  const { context, close } = await openBrowser()
  closers.push(close)
  await context.addInitScript('window.setInterval = () => 0')
  const page = await context.newPage()
  const isHeard = page
    .waitForEvent('websocket')
    .then((line) => line.waitForEvent('framereceived', ({ payload }) => String(payload).includes('presence')))
  await page.goto(addressOf(place))
  await signIn(page, email)
  await isHeard
  return page
}

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the prompt' })
const cell = (page: Page, text: string) => page.getByRole('cell', { name: text, exact: true })
const selected = (page: Page) => page.evaluate('String(getSelection())')

/** Writes at the begin of a prompt. */
async function begin(page: Page, text: string): Promise<void> {
  await editorOf(page).focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.insertText(text)
}

/** Does something, and waits until a page has read it by itself. */
async function isHeardBy(page: Page, work: () => Promise<unknown>, path: string): Promise<void> {
  const isRead = page.waitForResponse(
    (answer) => answer.url().endsWith(path) && answer.request().method() === 'GET',
    LATE,
  )
  await work()
  await isRead
}

describe('two people at one prompt', () => {
  it('see each other, and what the other saves, which never touches what is being written', async () => {
    const id = await write(scene, 'Greetings', { 'welcome.message': 'Hello {{name}}.' })
    const edit = `prompts/${id}/edit/welcome.message`
    const path = `/projects/${scene.projectId}/prompt-sets/${id}/prompts/welcome.message`
    const ben = await open(scene.ben.email, `prompts/${id}`)
    const ada = await open(scene.ada.email, edit)
    await ben.getByText('Ada is editing').waitFor(LATE)
    expect(await audit(ben)).toEqual([])
    await ben.setViewportSize({ width: 320, height: 800 })
    expect(await ben.evaluate('document.documentElement.scrollWidth')).toBe(320)
    await ben.getByRole('link', { name: /welcome\.message/ }).click()
    await ben.getByRole('status').getByText('Ada is editing').waitFor(LATE)
    await ada.getByRole('status').getByText('Ben is editing').waitFor(LATE)
    expect([await audit(ben), await ben.evaluate('document.documentElement.scrollWidth')]).toEqual([[], 320])

    await editorOf(ada).focus()
    await ada.keyboard.press('Control+Home')
    for (const _letter of 'Hello') await ada.keyboard.press('Shift+ArrowRight')
    expect(await selected(ada)).toBe('Hello')
    await begin(ben, 'Well: ')
    await expect.poll(() => editorOf(ada).textContent(), LATE).toBe('Well: Hello {{name}}.')
    expect(await selected(ada)).toBe('Hello')
    await ada.keyboard.press('Control+z')
    expect([await editorOf(ada).textContent(), await selected(ada)]).toEqual(['Well: Hello {{name}}.', 'Hello'])

    await ada.route(`**${path}`, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await ada.keyboard.insertText('Mine')
    await ada.getByText(/^Offline: .* kept in this browser/).waitFor()
    await ada.keyboard.press('Shift+ArrowLeft')
    await isHeardBy(ada, () => begin(ben, 'Oh! '), path)
    expect([await editorOf(ada).textContent(), await selected(ada)]).toEqual(['Well: Mine {{name}}.', 'e'])
    await ada.unroute(`**${path}`)
    await ada.getByRole('heading', { name: 'Ben changed this prompt while you were writing' }).waitFor(LATE)
    expect([await editorOf(ada).textContent(), await selected(ada)]).toEqual(['Well: Mine {{name}}.', 'e'])
    await ada.getByRole('button', { name: 'Keep mine' }).click()
    await expect.poll(() => editorOf(ben).textContent(), LATE).toBe('Well: Mine {{name}}.')

    await ada.getByRole('link', { name: 'Greetings' }).click()
    await ben.getByText('Ada is editing').waitFor({ state: 'detached', ...LATE })
    await ada.getByText('Ben is editing').waitFor(LATE)
  })
})

describe('without asking again by itself', () => {
  it('a page shows what an instance does with a publication, and what the fleet does', async () => {
    const id = await write(scene, 'Released', { 'bye.message': 'Bye {{name}}.' })
    const fleet = await openWithoutPolling(scene.ada.email, 'fleet')
    await fleet.getByText(/ACCEPTING/).waitFor(LATE)
    await scene.app.setMode('frozen')
    await cell(fleet, 'Frozen').waitFor(LATE)

    const page = await openWithoutPolling(scene.ben.email, 'publications')
    await page.getByRole('heading', { level: 1, name: 'Publications' }).waitFor()
    await lock(scene, id)
    await publish(scene, 'production', id, '1.0.0')
    await page.getByRole('link', { name: /#1/ }).first().click(LATE)
    await page.getByText('Frozen').first().waitFor(LATE)
    await scene.app.setMode('accepting')
    await page.getByText('The instance runs it.').waitFor(LATE)
    await fleet.getByText(/ACCEPTING/).waitFor(LATE)
    await fleet.getByText('Publication 1', { exact: true }).first().waitFor(LATE)
  })

  it('a page goes on hearing after FORGE was started again', async () => {
    const id = await write(scene, 'Restarted', { 'again.message': 'Again.' })
    const page = await openWithoutPolling(scene.ada.email, `prompts/${id}`)
    await page.getByText('again.message').waitFor()
    await scene.forge.stop()
    await scene.forge.startAgain()
    await scene.ben.request(Prompt, `/projects/${scene.projectId}/prompt-sets/${id}/prompts`, {
      id: 'second.message',
      kind: 'text',
      template: 'Second.',
    })
    await page.getByText('second.message').waitFor(LATE)
    await scene.ben.request(
      StatusChange,
      `/projects/${scene.projectId}/prompt-sets/${id}/status`,
      { status: 'REVIEW' },
      'PUT',
    )
    await page.getByText('REVIEW').first().waitFor(LATE)
  })
})
