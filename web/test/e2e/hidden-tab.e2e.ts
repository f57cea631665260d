import { Prompt, PromptSet, requestForge } from '@anvil/shared/api'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Actor, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { openTabs, type OpenTabs } from './support/tabs.js'

let forge: OpenForge
let ada: Actor & { token: string }
let projectId: string
let setId: string
let tabs: OpenTabs
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  projectId = (await newProject(ada)).id
  setId = (await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name: 'Greetings' })).id
})
afterAll(() => forge.close())
beforeEach(async () => {
  tabs = await openTabs()
})
afterEach(() => tabs.close())

const pathOf = (id: string) => `/projects/${projectId}/prompt-sets/${setId}/prompts/${id}`
const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the prompt' })
const seenAs = (page: Page) => page.evaluate('document.visibilityState')

async function stored(id: string): Promise<unknown> {
  const prompt = await ada.request(Prompt, pathOf(id))
  return prompt.kind === 'text' && prompt.template
}

/** Makes a prompt and opens it in a tab. */
async function open(context: BrowserContext, id: string): Promise<Page> {
  await ada.request(Prompt, pathOf('').slice(0, -1), { id, kind: 'text', template: 'Begin.' })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${forge.url}/projects/${projectId}/prompts/${setId}/edit/${id}`)
  await signIn(page, ada.email)
  await editorOf(page).waitFor()
  return page
}

async function write(page: Page, text: string): Promise<void> {
  await editorOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text)
}

/** Does something, and waits until a tab has read the prompt anew. */
async function readAnew(page: Page, id: string, work: () => Promise<unknown>): Promise<void> {
  const isRead = page.waitForResponse((it) => it.url().endsWith(pathOf(id)) && it.request().method() === 'GET')
  await work()
  await isRead
}

it('saves what is being written once another tab is in front, without waiting for a pause', async () => {
  const page = await open(tabs.context, 'hidden.saved')
  // From here on no time passes in the tab, so the pause after which it saves never comes.
  await page.clock.pauseAt(Date.now() + 60_000)
  await write(page, ' Mine')
  await page.getByText('Saving …').waitFor()
  expect([await seenAs(page), await stored('hidden.saved')]).toEqual(['visible', 'Begin.'])
  await tabs.context.newPage()
  await expect.poll(() => stored('hidden.saved')).toBe('Begin. Mine')
  expect(await seenAs(page)).toBe('hidden')
  await page.bringToFront()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await editorOf(page).textContent()).toBe('Begin. Mine')
})

it('keeps what is being written while the tab and the editor lose the focus, whatever is read anew', async () => {
  const page = await open(tabs.context, 'hidden.kept')
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, ' Mine')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  const { etag } = await ada.request(Prompt, pathOf('hidden.kept'))
  await readAnew(page, 'hidden.kept', () =>
    requestForge({ url: forge.url, token: ada.token }, Prompt, {
      path: pathOf('hidden.kept'),
      method: 'PUT',
      body: { kind: 'text', template: 'Theirs.' },
      headers: { 'If-Match': etag },
    }),
  )
  expect(await editorOf(page).textContent()).toBe('Begin. Mine')
  await page.getByRole('heading', { level: 1 }).click()
  await tabs.context.newPage()
  await expect.poll(() => seenAs(page)).toBe('hidden')
  // What was read before is old enough to be read anew once the tab is seen again.
  await page.clock.fastForward(60_000)
  await readAnew(page, 'hidden.kept', () => page.bringToFront())
  expect(await seenAs(page)).toBe('visible')
  expect(await editorOf(page).textContent()).toBe('Begin. Mine')
})
