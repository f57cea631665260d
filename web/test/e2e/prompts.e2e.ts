import { Project, Prompt, PromptSet, requestForge } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { isOnDisk, openBrowser } from './support/browser.js'
import { type Actor, addBen, firstAdmin, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit as openPage, type Visit } from './support/visit.js'

const HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) \u202Egnp.exe <img src=x onerror=alert(1)>'

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Awaited<ReturnType<typeof firstAdmin>>
let ben: Actor
let project: Project
let set: PromptSet

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  ben = await addBen(forge, ada)
  project = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, { name: 'Difference' })
  set = await ada.request(PromptSet, `/projects/${project.id}/prompt-sets`, { name: 'Greetings' })
  await ada.request(Prompt, prompts(), { id: 'farewell.short', kind: 'text', template: 'See you, {{name}}.' })
})
afterAll(() => forge.close())
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const prompts = () => `/projects/${project.id}/prompt-sets/${set.id}/prompts`
/** The template that FORGE has of a text prompt. */
async function stored(id: string): Promise<string> {
  const prompt = await ada.request(Prompt, `${prompts()}/${id}`)
  return prompt.kind === 'text' ? prompt.template : ''
}

/** Writes a prompt as somebody else would, over what there is. */
async function writeAsOther(id: string, template: string): Promise<void> {
  const path = `${prompts()}/${id}`
  const { etag } = await ada.request(Prompt, path)
  const body = { kind: 'text', template }
  const headers = { 'If-Match': etag }
  await requestForge({ url: forge.url, token: ada.token }, Prompt, { path, method: 'PUT', body, headers })
}

async function inside(path: string): Promise<Visit> {
  const visited = await openPage(`${forge.url}/projects/${project.id}/prompts${path}`)
  closers.push(visited.close)
  await signIn(visited.page, ada.email)
  return visited
}

/** Makes a prompt by the API and opens it. */
async function open(id: string, template: string): Promise<Visit> {
  await ada.request(Prompt, prompts(), { id, kind: 'text', template })
  const visited = await inside(`/${set.id}/edit/${id}`)
  await editorOf(visited.page).waitFor()
  return visited
}

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the prompt' })
const saved = (page: Page) => page.getByText('Saved', { exact: true })

async function write(page: Page, text: string): Promise<void> {
  await editorOf(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(text)
}

it('finds a prompt by its content, and keeps what was asked in the address', async () => {
  const { page } = await inside(`/${set.id}`)
  await ada.request(Prompt, prompts(), { id: 'other', kind: 'text', template: 'Something else' })
  await page.getByLabel('Find in ids and texts').fill('see YOU')
  await expect.poll(() => page.url()).toContain('q=see')
  await expect.poll(() => page.getByRole('checkbox', { name: /^Select [a-z]+\./ }).count()).toBe(1)
  await page.getByRole('link', { name: /farewell\.short/ }).click()
  await page.getByRole('heading', { level: 1, name: 'farewell.short' }).waitFor()
  await page.goBack()
  expect(await page.getByLabel('Find in ids and texts').inputValue()).toBe('see YOU')
})

it('brings back what was being typed when the page was left in the middle', async () => {
  const { page } = await open('survive.reload', 'Begin.')
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, ' Typed before the crash')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await page.reload()
  await page.getByText('Text that had not reached FORGE').waitFor()
  expect(await editorOf(page).textContent()).toContain('Begin. Typed before the crash')
  await page.unroute('**/api/**')
  await expect.poll(() => stored('survive.reload')).toBe('Begin. Typed before the crash')
})

it('brings back what was being typed when the browser crashed', async () => {
  const address = `${forge.url}/projects/${project.id}/prompts/${set.id}/edit/survive.crash`
  await ada.request(Prompt, prompts(), { id: 'survive.crash', kind: 'text', template: 'Begin.' })
  const browser = await openBrowser()
  closers.push(browser.close)
  const page = await browser.context.newPage()
  await page.goto(address)
  await signIn(page, ada.email)
  await editorOf(page).waitFor()
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, ' Typed before the crash')
  await page.getByLabel('New key').fill('noted')
  await page.getByLabel('New key').press('Enter')
  await page.getByLabel('noted', { exact: true }).fill('before the crash too')
  await expect.poll(() => isOnDisk(browser.profile, 'before the crash too'), { timeout: 60_000 }).toBe(true)
  await browser.crash()

  const again = await browser.startAgain()
  closers.push(again.close)
  const found = await again.context.newPage()
  await found.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await found.goto(address)
  await found.getByText('Text that had not reached FORGE').waitFor()
  await expect.poll(() => editorOf(found).textContent()).toContain('Begin. Typed before the crash')
  expect(await stored('survive.crash')).toBe('Begin.')
  await found.unroute('**/api/**')
  await expect.poll(() => stored('survive.crash'), { timeout: 30_000 }).toBe('Begin. Typed before the crash')
  const { metadata } = await ada.request(Prompt, `${prompts()}/survive.crash`)
  expect(metadata).toEqual({ noted: 'before the crash too' })
})

it('loses nothing where somebody else writes the same prompt', async () => {
  const { page } = await open('survive.conflict', 'Begin.')
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, ' Mine.')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await writeAsOther('survive.conflict', 'Theirs.')
  await page.unroute('**/api/**')
  await page.getByRole('heading', { name: /changed this prompt while you were writing/ }).waitFor()
  expect(await audit(page)).toEqual([])
  expect(await editorOf(page).textContent()).toContain('Begin. Mine.')
  await page.getByRole('button', { name: 'Take theirs' }).press('Enter')
  expect(await editorOf(page).textContent()).toContain('Theirs.')
  await page.getByRole('button', { name: 'Bring mine back' }).press('Enter')
  await saved(page).waitFor()
  await expect.poll(() => stored('survive.conflict')).toBe('Begin. Mine.')
})

it('keeps the text of a tab whatever another tab decides about it', async () => {
  const { page } = await open('survive.tabs', 'Begin.')
  await page.route('**/prompts/survive.tabs', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await write(page, ' Mine.')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await writeAsOther('survive.tabs', 'Theirs.')
  await page.unroute('**/prompts/survive.tabs')
  const takeTheirs = (tab: Page) => tab.getByRole('button', { name: 'Take theirs' })
  await takeTheirs(page).waitFor()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await takeTheirs(other).press('Enter')
  await saved(other).waitFor()
  await other.reload()
  await saved(other).waitFor()
  expect(await editorOf(other).textContent()).toBe('Theirs.')

  await page.reload()
  await takeTheirs(page).waitFor()
  expect(await editorOf(page).textContent()).toBe('Begin. Mine.')
  await takeTheirs(page).press('Enter')
  await saved(page).waitFor()
  const kept =
    "Object.keys(localStorage).filter((key) => key.startsWith('anvil.unsaved') && key.includes('survive.tabs'))"
  await expect.poll(() => page.evaluate(kept)).toEqual([])
})

it('keeps the text when another tab signs out, and saves it after signing in again', async () => {
  const { page } = await open('survive.session', 'Begin.')
  const other = await page.context().newPage()
  await other.goto(forge.url)
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, ' Still here')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await other.getByRole('button', { name: /^You: Ada/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  await page.unroute('**/api/**')
  expect(await stored('survive.session')).toBe('Begin.')
  await signIn(page, ada.email)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => stored('survive.session')).toBe('Begin. Still here')
  expect(await editorOf(page).textContent()).toContain('Begin. Still here')
})

it('saves nobody’s text under the name of who signs in after them, and gives it back to its writer', async () => {
  const { page } = await open('survive.stranger', 'Begin.')
  await page.route('**/prompts/survive.stranger', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await write(page, ' By Ada')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  const other = await page.context().newPage()
  await other.goto(forge.url)
  await other.getByRole('button', { name: /^You: Ada/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  await page.unroute('**/prompts/survive.stranger')
  await signIn(page, ben.email)
  await expect.poll(() => editorOf(page).textContent()).toBe('Begin.')
  await write(page, ' By Ben')
  await expect.poll(() => stored('survive.stranger')).toBe('Begin. By Ben')

  await other.goto(forge.url)
  await other.getByRole('button', { name: /^You: Ben/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  await signIn(page, ada.email)
  await page.getByText('Begin. By Ada').first().waitFor()
  expect(await stored('survive.stranger')).toBe('Begin. By Ben')
})

it('keeps the text while FORGE is away, and saves it once FORGE is back', async () => {
  const { page } = await open('survive.restart', 'Begin.')
  await forge.stop()
  await write(page, ' While it was away')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await forge.startAgain()
  await saved(page).waitFor()
  expect(await stored('survive.restart')).toBe('Begin. While it was away')
})

it('shows hostile and long text as text', async () => {
  const { page, problems } = await open('hostile', `${HOSTILE}\n${'word '.repeat(28_800)}`)
  expect(await editorOf(page).textContent()).toContain('<script>alert(1)</script>')
  await page.getByText('<img src=x onerror=alert(1)>').last().waitFor()
  await write(page, ' end')
  await saved(page).waitFor()
  await expect.poll(async () => (await stored('hostile')).endsWith(' end')).toBe(true)
  await page.goto(`${forge.url}/projects/${project.id}/prompts/${set.id}`)
  await page.getByText('<script>alert(1)</script>').waitFor()
  expect(problems).toEqual([])
})
