import { type Project, Prompt, PromptSet, requestForge, StatusChange } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { tabTo } from './support/keyboard.js'
import { type Actor, addBen, firstAdmin, newProject, signIn } from './support/people.js'
import { type Desk, lock, write } from './support/release-scene.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

let forge: OpenForge
let ada: Actor & { token: string }
let ben: Actor
let project: Project
let set: PromptSet
let seen: Visit
let page: Page

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  ben = await addBen(forge, ada)
  project = await newProject(ada)
  set = await ada.request(PromptSet, `/projects/${project.id}/prompt-sets`, { name: 'Replies' })
  seen = await visit(forge.url)
  page = seen.page
  await signIn(page, ada.email)
  await page.getByRole('button', { name: /^You: Ada/ }).waitFor()
})
afterAll(async () => {
  await seen.close()
  await forge.close()
})
beforeEach(async () => {
  seen.problems.length = 0
  await page.setViewportSize({ width: 1_100, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
})

const pathOf = (id: string, setId = set.id) => `/projects/${project.id}/prompt-sets/${setId}/prompts/${id}`
const stored = (id: string, setId = set.id) => ada.request(Prompt, pathOf(id, setId))
const saved = () => page.getByText('Saved', { exact: true }).waitFor()

/** Writes a prompt as somebody else would, over what there is. */
async function writeOver(id: string, body: object, setId = set.id): Promise<void> {
  const path = pathOf(id, setId)
  const { etag } = await ada.request(Prompt, path)
  const sent = { path, method: 'PUT', body, headers: { 'If-Match': etag } } as const
  await requestForge({ url: forge.url, token: ada.token }, Prompt, sent)
}

/** Opens a prompt, which is made first where there is something to write. */
async function open(id: string, body?: object, setId = set.id): Promise<void> {
  if (body) await ada.request(Prompt, pathOf('', setId).slice(0, -1), { id, ...body })
  await page.goto(`${forge.url}/projects/${project.id}/prompts/${setId}/edit/${id}`)
  await page.getByRole('heading', { level: 1, name: id }).waitFor()
  await page.getByRole('heading', { name: 'Tag marks' }).waitFor()
}

/** Has something happen elsewhere after the person wrote here and before it is saved. */
async function beforeItIsSaved(writing: () => Promise<void>, elsewhere: () => Promise<void>): Promise<void> {
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await writing()
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await elsewhere()
  await page.unroute('**/api/**')
}

/** The fields of a variable, opened. */
async function fieldsOf(name: string) {
  await page
    .locator('summary')
    .filter({ hasText: `${name}: ` })
    .press('Enter')
  return page.getByRole('group', { name: `Declaration of ${name}` })
}

it('takes types, defaults, values and descriptions of variables, and says beside a field what is wrong with it', async () => {
  await open('variables', { kind: 'text', template: 'Hi {{name}}, {{tone}} {{#vip}}{{perk}}{{/vip}}' })
  const tone = await fieldsOf('tone')
  await tone.getByLabel('Type').selectOption('enum')
  await tone.getByText('Write at least one value').waitFor()
  await tone.getByLabel('Values').fill('warm\ncool')
  await tone.getByLabel('Default').selectOption('cool')
  await tone.getByLabel('Required').press('Space')
  await tone.getByLabel('Description').fill('How it sounds')
  await tone.getByRole('button', { name: 'Remove tone' }).press('Enter')
  await tone.getByText('Take it out of the text first').waitFor({ state: 'attached' })
  await page.getByText('Hi [name], cool').waitFor()

  const name = await fieldsOf('name')
  await name.getByLabel('Type').selectOption('list')
  await name.getByLabel('Default').pressSequentially('["Ana", ')
  await name.getByText('A list is wanted as JSON').waitFor()
  await name.getByLabel('Default').pressSequentially('"Ben"]')
  await page.getByRole('button', { name: 'Declare vip' }).press('Enter')
  await page.getByRole('button', { name: 'Declare perk' }).click()
  await (await fieldsOf('perk')).getByRole('button', { name: 'Remove perk' }).press('Enter')
  await page.getByRole('button', { name: 'Declare perk' }).waitFor()
  await saved()
  const variables = {
    name: { type: 'list', required: true, default: ['Ana', 'Ben'], description: '' },
    tone: { type: 'enum', required: false, default: 'cool', description: 'How it sounds', values: ['warm', 'cool'] },
    vip: { type: 'boolean', required: false, default: null, description: '' },
  }
  await expect.poll(async () => (await stored('variables')).variables, { timeout: 30_000 }).toEqual(variables)
  await page.reload()
  await page.getByText('optional one of warm, cool · default cool · How it sounds').waitFor()
  expect(await audit(page)).toEqual([])
})

it('takes metadata and tag marks by keyboard alone, and keeps what is half-written', async () => {
  await open('marks', { kind: 'text', template: 'Write {{x}} for <%name%>.' })
  await tabTo(page, page.getByLabel('New key'))
  await page.keyboard.press('Enter')
  await page.getByText('Name the key first.').waitFor()
  for (const [key, value] of [
    ['model', 'claude'],
    ['limits', '{"words": 50}'],
    ['draft', '{"half": '],
  ] as const) {
    await tabTo(page, page.getByLabel('New key'))
    await page.keyboard.type(key)
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel(key, { exact: true }), 'Shift+Tab')
    await page.keyboard.type(value)
  }
  await page.getByText('can’t be read as JSON, so it is kept as text').waitFor()
  await tabTo(page, page.getByLabel('Begins with'))
  await page.keyboard.type('<%')
  await page.getByText('Not saved yet: write both').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('%>')
  await page.getByText('<%name%>', { exact: true }).last().waitFor()
  await page.getByText('Write {{x}} for [name].').waitFor()
  const metadata = { model: 'claude', limits: { words: 50 }, draft: '{"half": ' }
  const about = async () => {
    const { delimiters, metadata: found, variables } = await stored('marks')
    return { delimiters, metadata: found, names: Object.keys(variables).toSorted() }
  }
  await expect.poll(about, { timeout: 30_000 }).toEqual({ delimiters: ['<%', '%>'], metadata, names: ['name', 'x'] })
  await tabTo(page, page.getByRole('button', { name: 'Remove metadata draft' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => Object.keys((await stored('marks')).metadata), { timeout: 30_000 })
    .not.toContain('draft')
  await page.reload()
  expect(await page.getByLabel('model', { exact: true }).inputValue()).toBe('claude')
  expect(await page.getByLabel('Begins with').inputValue()).toBe('<%')
})

it('writes the messages of a chat, with their roles', async () => {
  await open('chat', { kind: 'chat', messages: [{ role: 'system', template: 'Be {{tone}}.' }] })
  await page.getByRole('button', { name: 'Add message' }).press('Enter')
  await page.getByLabel('Role of message 2').selectOption('assistant')
  await page.getByRole('textbox', { name: 'Text of message 2' }).click()
  await page.keyboard.insertText('Hello {{name}}')
  await page.getByRole('button', { name: 'Add message' }).click()
  await page.getByRole('button', { name: 'Remove message 3' }).click()
  const messages = [
    { role: 'system', template: 'Be {{tone}}.' },
    { role: 'assistant', template: 'Hello {{name}}' },
  ]
  await expect.poll(() => stored('chat'), { timeout: 30_000 }).toMatchObject({ messages, variables: { name: {} } })
  expect(await audit(page)).toEqual([])
})

it('tells what a prompt includes and is used by, takes a newer text of another set, and leads there', async () => {
  const scene: Desk = { ada, ben, projectId: project.id }
  const rules = await write(scene, 'Rules', { 'rules.tone': 'Be kind.' })
  await lock(scene, rules)
  const letters = await write(scene, 'Letters', {
    'letters.sign': 'Yours, {{who}}',
    'letters.one': '{{> rules.tone}} Hello. {{> letters.sign}}',
  })
  await lock(scene, letters)
  await ada.request(StatusChange, `/projects/${project.id}/prompt-sets/${rules}/status`, { status: 'LIVE' }, 'PUT')
  await writeOver('rules.tone', { kind: 'text', template: 'Be kind and brief.' }, rules)
  await lock(scene, rules)

  await open('letters.one', undefined, letters)
  const includes = page.getByRole('list', { name: 'Includes' })
  await includes.getByText('Rules 1.0.0, frozen in this draft').waitFor()
  await includes.getByText('In this set, as it is written there').waitFor()
  await page.getByText('Be kind. Hello. Yours, [who]').waitFor()
  await page.getByText('required string · of an included text').waitFor()
  expect(await includes.getByRole('button', { name: 'Take 1.0.1' }).getAttribute('aria-disabled')).toBe('true')
  await page.getByText('No prompt includes this one.').waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'New draft' }).click()
  await includes.locator('button:not([aria-disabled])').press('Enter')
  await page.getByText('rules.tone 1.0.1 is taken.').first().waitFor()
  await page.getByText('Be kind and brief. Hello.').waitFor()
  await includes.getByRole('link', { name: 'rules.tone' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'rules.tone' }).waitFor()
  await page.getByText('Letters, which has it at 1.0.1').waitFor()
  await page.getByRole('list', { name: 'Used by' }).getByRole('link', { name: 'letters.one' }).click()
  await page.getByRole('heading', { level: 1, name: 'letters.one' }).waitFor()
  expect([seen.problems, seen.foreign]).toEqual([[], []])

  await page.getByRole('textbox', { name: 'Text of the prompt' }).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('{{> rules.none}}')
  await includes.getByText(/letters\.one includes rules\.none, but no prompt/).waitFor()
  await page
    .getByRole('list', { name: 'Problems' })
    .getByText(/^Error: letters\.one includes rules\.none/)
    .waitFor()
})

it('keeps what was typed while somebody locked the set, and saves it once there is a new draft', async () => {
  const desk: Desk = { ada, ben, projectId: project.id }
  const locked = await write(desk, 'Locked meanwhile', { 'late.words': 'Begin.' })
  await open('late.words', undefined, locked)
  const typeLate = async () => {
    await page.getByRole('textbox', { name: 'Text of the prompt' }).focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(' Too late?')
  }
  await beforeItIsSaved(typeLate, () => lock(desk, locked))
  await page.getByText(/^Not saved: Locked meanwhile is LOCKED at 1\.0\.0/).waitFor()
  await page.locator('[aria-label="Text of the prompt"][aria-readonly="true"]:focus').waitFor()
  await page.reload()
  await page.getByText('Text that had not reached FORGE').waitFor()
  await page.getByRole('button', { name: 'New draft' }).press('Enter')
  await saved()
  expect(await stored('late.words', locked)).toMatchObject({ template: 'Begin. Too late?' })
})

it('shows in a conflict what differs beside the text, and puts both together', async () => {
  await open('conflict', { kind: 'text', template: 'Hi {{name}}', metadata: { model: 'one', mine: 1 } })
  const theirs = {
    kind: 'text',
    template: 'Hi {{name}}',
    delimiters: ['<%', '%>'],
    variables: { name: { type: 'number' } },
    metadata: { model: 'two', mine: 1 },
  }
  const declare = async () => {
    await (await fieldsOf('name')).getByLabel('Description').fill('Who is greeted')
    await page.getByLabel('mine', { exact: true }).fill('2')
  }
  await beforeItIsSaved(declare, () => writeOver('conflict', theirs))
  await page.getByRole('heading', { name: /changed this prompt while you were writing/ }).waitFor()
  await page.getByText('The text is the same on both sides.').waitFor()
  const rows = page.getByRole('region', { name: 'Variables and more' }).getByRole('row')
  await rows.filter({ hasText: 'required string · Who is greeted' }).filter({ hasText: 'required number' }).waitFor()
  expect(await rows.count()).toBe(5)
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'Use theirs for Metadata model' }).press('Enter')
  await page.getByRole('button', { name: 'Use theirs for the one thing only they changed' }).click()
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(3)
  await page.getByRole('button', { name: 'Keep mine' }).press('Enter')
  await saved()
  expect(await stored('conflict')).toMatchObject({
    delimiters: ['<%', '%>'],
    metadata: { model: 'two', mine: 2 },
    variables: { name: { type: 'string', description: 'Who is greeted' } },
  })
})

it('is accessible and fits in the dark and at 320 pixels, with every field open', async () => {
  const signs = await write({ ada, projectId: project.id }, 'Signs', { 'signs.tone': 'Be kind.' })
  await lock({ ada, ben, projectId: project.id }, signs)
  await open('looks', {
    kind: 'text',
    template: '{{> signs.tone}} {{name}} {{#items}}{{.}}{{/items}} {{> nobody.has.this}}',
    metadata: { model: 'claude', long: { words: 'word '.repeat(40) } },
  })
  await fieldsOf('name')
  await page.getByText(/^looks includes nobody\.has\.this/).waitFor()
  for (const [colorScheme, width] of [
    ['dark', 1_100],
    ['light', 320],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    expect(await audit(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  }
})
