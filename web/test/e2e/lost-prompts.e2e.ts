import { MovedPrompts, PromptSet, RemovedPrompts, requestForge } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { audit } from './support/audit.js'
import { beforeItIsSaved, editorOf, openPromptScene, type PromptScene, typeAtEnd } from './support/prompt-scene.js'

const GONE = 'This prompt was deleted or moved while you were writing'

/** Leaves no room in the browser's storage for texts, be they unsaved or set aside. */
const FULL = `
  const set = Storage.prototype.setItem
  Storage.prototype.setItem = function (key, value) {
    if (/^anvil\\.(unsaved|aside)/.test(key)) throw new DOMException('Full', 'QuotaExceededError')
    set.call(this, key, value)
  }`

let scene: PromptScene

beforeAll(async () => {
  scene = await openPromptScene()
})
afterAll(() => scene.close())

const select = (id: string) => ({ select: { ids: [id] } })
const remove = (id: string) => change(RemovedPrompts, 'prompt-removals', select(id))
const moveTo = (setId: string, id: string) =>
  change(MovedPrompts, 'prompt-moves', { ...select(id), to_prompt_set_id: setId })

/** Does something with prompts of the set as it is now. */
async function change<T>(schema: z.ZodType<T>, what: string, body: object): Promise<T> {
  const { forge, ada, project, set } = scene
  const path = `/projects/${project.id}/prompt-sets/${set.id}`
  const { revision } = await ada.request(PromptSet, path)
  const headers = { 'If-Match': `"${revision}"` }
  const asked = { path: `${path}/${what}`, method: 'POST', body, headers } as const
  return requestForge({ url: forge.url, token: ada.token }, schema, asked)
}
const saved = () => scene.page.getByText('Saved', { exact: true }).waitFor()

/** Makes a prompt and writes in it what is not saved before something happens to it. */
async function writeBefore(id: string, elsewhere: () => Promise<unknown>): Promise<void> {
  await scene.make(id, { kind: 'text', template: 'Begin.' })
  await scene.open(id)
  await beforeItIsSaved(scene.page, () => typeAtEnd(scene.page, ' Mine.'), elsewhere)
  await scene.page.getByRole('heading', { name: GONE }).waitFor()
}

it('makes a prompt anew under its id of a text whose prompt was deleted, and saves what is written on', async () => {
  const { page, stored } = scene
  await writeBefore('gone.again', () => remove('gone.again'))
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'Make it a new prompt …' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Id').press('Enter')
  await saved()
  await page.getByRole('heading', { name: GONE }).waitFor({ state: 'detached' })
  await typeAtEnd(page, ' More.')
  await expect
    .poll(async () => (await stored('gone.again')) as object)
    .toMatchObject({ template: 'Begin. Mine. More.' })
})

it('offers after a reload what was written of a deleted prompt, to be copied and made a prompt of another id', async () => {
  const { page, stored } = scene
  await writeBefore('gone.reload', () => remove('gone.reload'))
  await page.reload()
  const offered = page.getByRole('region', { name: 'Your text' })
  await offered.getByText('Begin. Mine.').waitFor()
  await page.getByRole('button', { name: 'Copy your text' }).waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'Make it a new prompt …' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Id').fill('gone.reload.new')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'gone.reload.new' }).waitFor()
  await editorOf(page).getByText('Begin. Mine.').waitFor()
  expect(await stored('gone.reload.new')).toMatchObject({ template: 'Begin. Mine.' })
  await expect
    .poll(() => page.evaluate("Object.keys(localStorage).filter((key) => key.includes('gone.reload'))"))
    .toEqual([])
})

it('keeps what was written of a deleted prompt until the person dismisses it', async () => {
  const { page } = scene
  await writeBefore('gone.dismissed', () => remove('gone.dismissed'))
  await page.reload()
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter')
  await page.getByText('Your text is dismissed.').first().waitFor()
  await page.reload()
  await page.getByText('This prompt set has no prompt gone.dismissed').waitFor()
  expect(await page.getByText('Begin. Mine.').count()).toBe(0)
})

it('takes a text along to where its prompt was moved', async () => {
  const { page, newSet, stored } = scene
  const letters = await newSet('Letters')
  await writeBefore('gone.moved', () => moveTo(letters.id, 'gone.moved'))
  await page.reload()
  await page.getByRole('button', { name: 'Take it to gone.moved in Letters' }).press('Enter')
  await page.getByRole('link', { name: 'Letters' }).first().waitFor()
  await page.getByText('A text of yours is set aside in this browser.').waitFor()
  await page.getByRole('button', { name: 'Bring mine back' }).press('Enter')
  await saved()
  expect(await stored('gone.moved', letters.id)).toMatchObject({ template: 'Begin. Mine.' })
})

it('offers a text that was set aside for theirs also after a reload, until it is dismissed', async () => {
  const { page, make, open, writeOver } = scene
  await make('aside', { kind: 'text', template: 'Begin.' })
  await open('aside')
  const theirs = () => writeOver('aside', { kind: 'text', template: 'Theirs.' })
  await beforeItIsSaved(page, () => typeAtEnd(page, ' Mine.'), theirs)
  await page.getByRole('button', { name: 'Take theirs' }).press('Enter')
  await page.reload()
  await page.getByText('A text of yours is set aside in this browser.').waitFor()
  await page.locator('summary').filter({ hasText: 'Show it' }).press('Enter')
  await page.getByRole('region', { name: 'Text that was set aside' }).getByText('Begin. Mine.').waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter')
  await page.getByText('A text of yours is set aside').waitFor({ state: 'detached' })
  await page.reload()
  await saved()
  expect(await page.getByText('A text of yours is set aside').count()).toBe(0)
})

it('asks before it is closed only where the browser keeps nothing and text is not saved', async () => {
  const { forge, make, page } = scene
  await make('unkept', { kind: 'text', template: 'Begin.' })
  const other = await page.context().newPage()
  await other.addInitScript(FULL)
  await other.goto(`${forge.url}/projects/${scene.project.id}/prompts/${scene.set.id}/edit/unkept`)
  await editorOf(other).waitFor()
  await other.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await typeAtEnd(other, ' Mine.')
  await other.getByText(/This browser keeps no copy/).waitFor()
  const asked = other.waitForEvent('dialog')
  await other.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await other.unroute('**/api/**')
  await other.getByText('Saved', { exact: true }).waitFor()
  const isClosed = other.waitForEvent('close')
  await other.close({ runBeforeUnload: true })
  await isClosed
})

it('keeps in the page what the browser has no room for, through other pages and to where its prompt was moved', async () => {
  const { forge, make, newSet, project, set, writeOver } = scene
  await make('tight', { kind: 'text', template: 'Begin.' })
  const other = await scene.page.context().newPage()
  await other.addInitScript(FULL)
  await other.goto(`${forge.url}/projects/${project.id}/prompts/${set.id}/edit/tight`)
  const type = () => typeAtEnd(other, ' Mine.')
  await beforeItIsSaved(other, type, () => writeOver('tight', { kind: 'text', template: 'Theirs.' }))
  await other.getByRole('button', { name: 'Take theirs' }).press('Enter')
  const isAside = other.getByText('A text of yours is set aside until you leave this page.')
  await isAside.waitFor()
  await other.getByRole('link', { name: 'Home' }).first().click()
  await isAside.waitFor({ state: 'detached' })
  await other.goBack()
  await isAside.waitFor()
  await other.getByRole('button', { name: 'Dismiss' }).press('Enter')

  const notes = await newSet('Notes')
  await beforeItIsSaved(other, type, () => moveTo(notes.id, 'tight'))
  await other.getByRole('button', { name: 'Take it to tight in Notes' }).press('Enter')
  await other.getByRole('link', { name: 'Notes' }).first().waitFor()
  await isAside.waitFor()
  await other.getByRole('button', { name: 'Bring mine back' }).press('Enter')
  await expect.poll(() => scene.stored('tight', notes.id)).toMatchObject({ template: 'Theirs. Mine.' })
  await other.close()
})
