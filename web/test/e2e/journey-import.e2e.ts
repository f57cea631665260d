import { PromptPage, PromptSet } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { BOTH_WAYS, type Hands, signInBy } from './support/hands.js'
import { type Actor, firstAdmin, newProject } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const ROLES = Array.from({ length: 200 }, (_, at) => `Role ${at},Act as number ${at}: {{not a tag}}`)
const CSV = { name: 'roles.csv', mimeType: 'text/csv', buffer: Buffer.from(['title,text', ...ROLES].join('\n')) }

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Actor
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => forge.close())

/** Goes from the prompt set to its import, and chooses the file where the browser asks for one. */
async function chooseFile({ press }: Hands, page: Page): Promise<void> {
  await press(page.getByRole('link', { name: 'Import …' }))
  await page.getByRole('heading', { level: 1, name: 'Import into Support' }).waitFor()
  const isAsked = page.waitForEvent('filechooser')
  await press(page.getByRole('button', { name: 'Choose files' }))
  await (await isAsked).setFiles(CSV)
}

it.each(BOTH_WAYS)('imports 200 prompts of a CSV file by the plan that was shown, %s', async (_how, hands) => {
  const { id: projectId } = await newProject(ada)
  const set = await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name: 'Support' })
  const stored = async () =>
    (await ada.request(PromptPage, `/projects/${projectId}/prompt-sets/${set.id}/prompts?limit=500`)).prompts
  const { page, problems, foreign, close } = await visit(`${forge.url}/projects/${projectId}/prompts/${set.id}`)
  closers.push(close)
  await signInBy(hands, page, ada.email)
  await chooseFile(hands, page)
  const run = page.getByRole('button', { name: 'Import 200 prompts' })
  await run.waitFor()
  expect(await stored()).toEqual([])
  expect(await audit(page)).toEqual([])
  await hands.press(page.getByRole('button', { name: 'Show 100 more' }))
  await page.getByText('Role 199').waitFor()
  await hands.press(run)
  await page.getByText('200 prompts', { exact: true }).waitFor()
  expect((await stored()).length).toBe(200)
  expect(await stored()).toContainEqual(expect.objectContaining({ template: 'Act as number 7: {{not a tag}}' }))

  await chooseFile(hands, page)
  const again = page.getByRole('button', { name: 'Import 0 prompts' })
  await again.waitFor()
  expect(await again.getAttribute('title')).toBe('The prompt set says all of this already.')
  expect([problems, foreign]).toEqual([[], []])
})
