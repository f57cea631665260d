import { readFile } from 'node:fs/promises'
import { AnvilExport, ApprovalList, ImportPlan, Project, Prompt, PromptSet, StatusChange } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { tabTo } from './support/keyboard.js'
import { firstAdmin, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit as openPage, type Visit } from './support/visit.js'

const MANY = 10_000
const PATIENCE = { timeout: 30_000 }
let forge: OpenForge
let ada: Awaited<ReturnType<typeof firstAdmin>>
let project: Project
let large: PromptSet
let visited: Visit

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  project = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, { name: 'Difference' })
  large = await newSet('Catalogue')
  const at = (index: number) => String(index).padStart(5, '0')
  const entries = Array.from({ length: MANY }, (_, index) => [`area${index % 4}.part${index % 8}.p${at(index)}`, 'Hi'])
  await fill(large, Object.fromEntries(entries))
  visited = await openPage(`${forge.url}/projects/${project.id}`)
  await signIn(visited.page, ada.email)
  await visited.page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
})
afterAll(async () => {
  await visited.close()
  await forge.close()
})
afterEach(() => visited.page.unrouteAll())

const newSet = (name: string) => ada.request(PromptSet, `/projects/${project.id}/prompt-sets`, { name })
const pathOf = ({ id }: PromptSet) => `/projects/${project.id}/prompt-sets/${id}`
const countOf = async (set: PromptSet) => (await ada.request(PromptSet, pathOf(set))).prompt_count
const fill = (set: PromptSet, texts: Record<string, string>) =>
  ada.request(ImportPlan, `${pathOf(set)}/imports`, { format: 'json', as: 'template', content: JSON.stringify(texts) })

/** Shows a set in the one browser of this file. */
async function inside({ id }: PromptSet, { width = 1_100, dark = false }: BrowserOptions = {}): Promise<Visit> {
  const { page, problems } = visited
  problems.length = 0
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
  await page.goto(`${forge.url}/projects/${project.id}/prompts/${id}`)
  await page.getByRole('table', { name: 'Prompts' }).waitFor()
  return visited
}

/** Locks a set as its only reviewer. */
async function lock(set: PromptSet): Promise<void> {
  const path = pathOf(set)
  await ada.request(StatusChange, `${path}/status`, { status: 'REVIEW' }, 'PUT')
  const { content_digest } = await ada.request(ApprovalList, `${path}/approvals`)
  await ada.request(ApprovalList, `${path}/approvals`, { content_digest })
  await ada.request(StatusChange, `${path}/status`, { status: 'LOCKED', content_digest }, 'PUT')
}

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Prompts' }).locator('[data-index]')
const boxOf = (page: Page, id: string) => page.getByRole('checkbox', { name: `Select ${id}`, exact: true })
const branch = (page: Page, name: RegExp) => page.getByRole('treeitem', { name })
const said = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor(PATIENCE)
const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const focused = (page: Page) => page.evaluate('document.activeElement.textContent')

it('shows 10,000 prompts by page and by branch, and edits all of a branch but one', async () => {
  const { page, problems, foreign } = await inside(large)
  await said(page, '10,000 prompts')
  expect(await page.getByRole('table', { name: 'Prompts' }).getAttribute('aria-rowcount')).toBe('10001')
  const lastIndex = async () => Number(await rowsOf(page).last().getAttribute('data-index'))
  const scrolled = async () => {
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    return lastIndex()
  }
  await expect.poll(scrolled, PATIENCE).toBeGreaterThan(500)
  expect(await rowsOf(page).count()).toBeLessThan(80)
  await page.evaluate('window.scrollTo(0, 0)')
  await branch(page, /^area1/)
    .locator('span')
    .first()
    .click()
  expect(page.url()).not.toContain('under')
  await branch(page, /^part5 1,250$/).click()
  await said(page, '1,250 prompts')
  expect(page.url()).toContain('under=area1.part5')
  await page.reload()
  await said(page, '1,250 prompts')
  expect(await branch(page, /^part5/).getAttribute('aria-selected')).toBe('true')
  await page.getByRole('checkbox', { name: 'Select all 1,250 prompts' }).check()
  await boxOf(page, 'area1.part5.p00005').uncheck()
  await said(page, '1,249 of 1,250 selected')
  expect(await audit(page)).toEqual([])
  await click(page, 'Delete 1,249 prompts …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1,249 prompts' }).click()
  await said(page, '1 prompt')
  await branch(page, /^part5 1$/).waitFor()
  expect(await countOf(large)).toBe(MANY - 1_249)
  await click(page, 'Bring 1,249 prompts back')
  await said(page, '1,250 prompts')
  expect(await countOf(large)).toBe(MANY)
  await page.goBack()
  await said(page, '10,000 prompts')
  expect([problems, foreign]).toEqual([[], []])
})

it('moves and downloads a range that was chosen by Shift and a click, and says where they went', async () => {
  const from = await newSet('From')
  const to = await newSet('To')
  await fill(from, { 'a.one': 'One', 'a.two': 'Two', 'a.three': 'Three', 'b.one': 'Other' })
  const { page } = await inside(from)
  await boxOf(page, 'a.one').click()
  await boxOf(page, 'a.two').click({ modifiers: ['Shift'] })
  await said(page, '3 of 4 selected')
  const [download] = await Promise.all([page.waitForEvent('download'), click(page, 'Download 3 prompts')])
  const saved = AnvilExport.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
  expect([download.suggestedFilename(), saved.prompts.map(({ id }) => id)]).toEqual([
    'from-3-prompts.json',
    ['a.one', 'a.three', 'a.two'],
  ])
  await click(page, 'Move 3 prompts …')
  await page.getByLabel('Into the draft of').selectOption('To')
  expect(await audit(page)).toEqual([])
  await click(page, 'Move 3 prompts to To')
  await said(page, '1 prompt')
  await page.getByText('3 prompts moved to To.').first().waitFor()
  expect([await countOf(from), await countOf(to)]).toEqual([1, 3])
})

/** Turns single keys off or on in the menu, by keys alone. */
async function turnSingleKeys(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: /^You/ }))
  await page.keyboard.press('Enter')
  const item = page.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts' })
  await tabTo(page, item, 'ArrowDown')
  await page.keyboard.press('Enter')
  await item.waitFor({ state: 'detached' })
}

it('is worked by keys alone, and single keys can be turned off', async () => {
  const set = await newSet('Keys')
  await fill(set, { 'k.a': 'A', 'k.b': 'B', 'k.c.d': 'D', 'l.e': 'E' })
  const { page } = await inside(set)
  await branch(page, /^k/).waitFor()
  await tabTo(page, 'All prompts4')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await branch(page, /^c/).waitFor()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => focused(page)).toBe('c1')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await said(page, '3 prompts')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await said(page, '3 of 3 selected')
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await said(page, '2 of 3 selected')
  expect(await boxOf(page, 'k.b').isChecked()).toBe(false)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Select the prompt, or give it back').waitFor()
  expect(await audit(page)).toEqual([])
  await page.keyboard.press('Escape')
  await turnSingleKeys(page)
  await page.reload()
  await said(page, '3 prompts')
  await tabTo(page, page.getByRole('link', { name: 'k.a' }))
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => focused(page)).toBe('k.b')
  for (const key of ['j', 'x', '?', 'g', 'r']) await page.keyboard.press(key)
  expect(await focused(page)).toBe('k.b')
  await said(page, '3 prompts')
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('k.c.d')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'k.c.d' }).waitFor()
  await turnSingleKeys(page)
  for (const key of ['g', 'r']) await page.keyboard.press(key)
  await page.getByRole('heading', { level: 1, name: 'Reviews' }).waitFor()
})

it('does nothing with a draft that somebody changed meanwhile, or that is locked, and says so', async () => {
  const set = await newSet('Changed')
  await fill(set, { 'm.a': 'A', 'm.b': 'B' })
  const { page } = await inside(set)
  await boxOf(page, 'm.a').check()
  await page.route(/prompts\?/, (route) => route.abort())
  await ada.request(Prompt, `${pathOf(set)}/prompts`, { id: 'm.c', kind: 'text', template: 'C' })
  await click(page, 'Delete 1 prompt …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 prompt' }).click()
  await page.getByText('nothing was done').waitFor()
  expect([await audit(page), await countOf(set)]).toEqual([[], 3])
  await page.unroute(/prompts\?/)
  await click(page, 'Read the list again')
  await said(page, '1 of 3 selected')
  await page.getByRole('searchbox').fill('nothing says this')
  await page.getByText('No prompt of this set has “nothing says this”').waitFor(PATIENCE)
  await click(page, 'Show all prompts')
  await said(page, '3 prompts')
  await page.getByRole('checkbox', { name: 'Select all 3 prompts' }).check()
  await page.route('**/prompt-removals', (route) => route.abort())
  await click(page, 'Delete 3 prompts …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 3 prompts' }).click()
  await page.getByText('FORGE does not answer').waitFor()
  await page.keyboard.press('Escape')
  await lock(set)
  await page.reload()
  await page.getByRole('checkbox', { name: 'Select all 3 prompts' }).check()
  const remove = page.getByRole('button', { name: 'Delete 3 prompts …' })
  expect(await remove.getAttribute('title')).toBe('The set is locked. Open a new draft first.')
  await remove.click({ force: true })
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'Download 3 prompts' }).waitFor()
})

it('says what could not be read, and goes on by Retry', async () => {
  const { page } = await inside(large)
  await page.route(/prompts\?.*cursor=/, (route) => route.abort())
  const toEnd = async () => {
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    return page.getByRole('alert').count()
  }
  await expect.poll(toEnd, PATIENCE).toBe(1)
  expect(await page.getByRole('alert').textContent()).toContain('FORGE does not answer')
  await said(page, '10,000 prompts')
  await page.unroute(/prompts\?.*cursor=/)
  await page.getByRole('button', { name: 'Retry' }).press('Enter')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  const lastIndex = async () => {
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    return Number(await rowsOf(page).last().getAttribute('data-index'))
  }
  await expect.poll(lastIndex, PATIENCE).toBeGreaterThan(200)
})

it('keeps what is looked for in the address, the box and the tree alike, also by the back button', async () => {
  const set = await newSet('Wide')
  const branches = Array.from({ length: 250 }, (_, at) => [`w${String(at).padStart(3, '0')}.text`, `Text ${at}`])
  await fill(set, Object.fromEntries(branches))
  const { page } = await inside(set)
  const box = page.getByRole('searchbox')
  await branch(page, /^w000/).waitFor()
  await branch(page, /^All prompts/).focus()
  await page.keyboard.press('End')
  await expect.poll(() => focused(page)).toBe('Show more branches')
  await page.keyboard.press('Enter')
  await branch(page, /^w249/).click()
  await said(page, '1 prompt')
  await box.fill('text 249')
  await expect.poll(() => page.url(), PATIENCE).toContain('q=text')
  await branch(page, /^All prompts 1$/).click()
  await said(page, '1 prompt')
  expect(await box.inputValue()).toBe('text 249')
  await page.goBack()
  await expect.poll(() => page.url()).toContain('under=w249')
  await box.fill('none of these')
  await page.getByText('No prompt under w249 has “none of these”').waitFor(PATIENCE)
  expect(await audit(page)).toEqual([])
  await click(page, 'Show all prompts')
  await said(page, '250 prompts')
  expect(await box.inputValue()).toBe('')
})

it('keeps what was deleted while the tab is open, and brings it back over nothing that is new', async () => {
  const set = await newSet('Undo')
  await fill(set, { 'u.a': 'Old', 'u.b': 'Old' })
  const { page } = await inside(set)
  await page.getByRole('checkbox', { name: 'Select all 2 prompts' }).check()
  await click(page, 'Delete 2 prompts …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 prompts' }).click()
  await page.getByText('A prompt is a text with variables').waitFor(PATIENCE)
  await page.getByRole('link', { name: 'Reviews' }).click()
  await page.getByRole('heading', { level: 1, name: 'Reviews' }).waitFor()
  await page.goBack()
  await page.getByText('2 prompts deleted from the draft.').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), click(page, 'Download')])
  const kept = AnvilExport.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
  expect(kept.prompts.map(({ id }) => id)).toEqual(['u.a', 'u.b'])
  const { id } = await ada.request(Prompt, `${pathOf(set)}/prompts`, { id: 'u.a', kind: 'text', template: 'New' })
  await click(page, 'Bring 2 prompts back')
  await page.getByRole('alert').getByText('u.a is there already and says something else').waitFor()
  expect(await ada.request(Prompt, `${pathOf(set)}/prompts/${id}`)).toMatchObject({ template: 'New' })
  await boxOf(page, 'u.a').check()
  await click(page, 'Delete 1 prompt …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 prompt' }).click()
  const removals = page.getByRole('list', { name: 'Deleted from the draft' }).getByRole('listitem')
  await removals.filter({ hasText: '1 prompt deleted from the draft.' }).waitFor()
  await expect.poll(() => removals.locator('p.font-mono').allTextContents()).toEqual(['u.a', 'u.a, u.b'])
  expect(await audit(page)).toEqual([])
  await click(page, 'Bring 2 prompts back')
  await said(page, '2 prompts')
  expect(await countOf(set)).toBe(2)
  await expect.poll(() => removals.locator('p.font-mono').allTextContents()).toEqual(['u.a'])
  await click(page, 'Dismiss')
  await removals.waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('Undo')
  await page.getByRole('button', { name: /^You/ }).click()
  await page.getByRole('menuitem', { name: 'Keys …' }).click()
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Go to Reviews').waitFor()
})

it.each<[string, BrowserOptions]>([
  ['dark', { dark: true }],
  ['narrow', { width: 320 }],
])('is accessible (%s)', async (_how, options) => {
  const { page } = await inside(large, options)
  if (options.width !== undefined) await page.getByRole('button', { name: 'All branches' }).click()
  await branch(page, /^area2/)
    .locator('span')
    .first()
    .click()
  await branch(page, /^part6/).click()
  await said(page, '1,250 prompts')
  await boxOf(page, 'area2.part6.p00006').check()
  await said(page, '1 of 1,250 selected')
  expect(await audit(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width ?? 1_100)
})
