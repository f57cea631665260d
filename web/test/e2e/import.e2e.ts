import { PromptPage, PromptSet } from '@anvil/shared/api'
import { z } from 'zod'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { type Actor, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

let forge: OpenForge
let ada: Actor
let projectId: string
let set: PromptSet
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
})
beforeEach(async () => {
  projectId = (await newProject(ada)).id
  set = await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name: 'Support' })
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => forge.close())

async function desk(options: BrowserOptions = {}): Promise<Page> {
  const { page, close } = await visit(`${forge.url}/projects/${projectId}/prompts/${set.id}/import`, options)
  closers.push(close)
  await signIn(page, ada.email)
  await page.getByRole('heading', { level: 1, name: 'Import into Support' }).waitFor()
  return page
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const csv = (count: number, text = 'Act as number') =>
  ['title,text', ...Array.from({ length: count }, (_, at) => `Role ${at},${text} ${at}: {{not a tag}}`)].join('\n')
async function choose(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  const isAsked = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await isAsked).setFiles(files)
}
const stored = async () =>
  (await ada.request(PromptPage, `/projects/${projectId}/prompt-sets/${set.id}/prompts?limit=500`)).prompts

it('says what would change, and takes nothing that somebody changed after the plan was shown', async () => {
  const page = await desk()
  const before = { prompts: { 'role-0': { kind: 'text', template: 'Mine' } } }
  await ada.request(z.unknown(), `/projects/${projectId}/prompt-sets/${set.id}/prompts`, before, 'PUT')
  await choose(page, file('roles.csv', csv(2)))
  await page.getByRole('cell', { name: 'Changed', exact: true }).waitFor()
  const late = { prompts: { late: { kind: 'text', template: 'Later' } } }
  await ada.request(z.unknown(), `/projects/${projectId}/prompt-sets/${set.id}/prompts`, late, 'PUT')
  await page.getByRole('button', { name: 'Import 2 prompts' }).click()
  await page.getByRole('alert').waitFor()
  expect((await stored()).map(({ id }) => id)).toEqual(['late', 'role-0'])
})

it('imports text files as templates under a prefix, and says of a wrong file what to do', async () => {
  const page = await desk()
  await choose(page, file('photo.png', 'x'))
  await page.getByText('Choose one CSV or JSON file, or text files').waitFor()
  await choose(page, file('broken.json', '{'))
  await page.getByRole('alert').waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByLabel('Take texts').selectOption('template')
  await page.getByLabel('Before every id').fill('team')
  await choose(page, file('hello.md', 'Hello {{name}}'), file('bye.txt', '<script>alert(1)</script>'))
  await page.getByRole('button', { name: 'Import 2 prompts' }).click()
  await expect.poll(async () => (await stored()).map(({ id }) => id)).toEqual(['team.bye', 'team.hello'])
  expect((await stored())[1]).toMatchObject({ variables: { name: { type: 'string' } } })
})

it.each<[string, BrowserOptions]>([
  ['dark', { dark: true }],
  ['narrow', { width: 320 }],
])('is accessible (%s)', async (_how, options) => {
  const page = await desk(options)
  await choose(page, file('roles.csv', csv(3)))
  await page.getByRole('button', { name: 'Import 3 prompts' }).waitFor()
  expect(await audit(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width ?? 1_100)
})
