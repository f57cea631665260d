import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Anvil, createAnvil } from '@anvil/live-client'
import { ForgeInfo, IssuedAccessToken, type Project } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { type Actor, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

let forge: OpenForge
let ada: Actor
let project: Project
let folder: string
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-web-fleet-'))
  forge = await openForge()
  ada = await firstAdmin(forge)
})
beforeEach(async () => {
  project = await newProject(ada)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(async () => {
  await forge.close()
  await rm(folder, { recursive: true })
})

async function open(below: string, options: BrowserOptions = {}): Promise<Page> {
  const { page, close } = await visit(`${forge.url}/projects/${project.id}${below}`, options)
  closers.push(close)
  await signIn(page, ada.email)
  return page
}

async function instance(accessToken: string): Promise<Anvil> {
  const { root_key: rootKey } = await ada.request(ForgeInfo, '/forge')
  const anvil = createAnvil({
    forgeUrl: forge.url,
    projectId: project.id,
    accessToken,
    rootKey,
    cacheDir: path.join(folder, crypto.randomUUID()),
    instance: { app: 'shop' },
    logger: false,
  })
  closers.push(() => anvil.close())
  await anvil.start()
  return anvil
}

/** Whether the row of the project's pages shows the one that is open. */
async function isCurrentInSight(page: Page): Promise<boolean> {
  const box = await page.getByRole('navigation', { name: 'Project' }).locator('[aria-current=page]').boundingBox()
  return box !== null && box.x >= 0 && box.x + box.width <= 320
}

const cell = (page: Page, text: string) => page.getByRole('cell', { name: text, exact: true })

describe('the fleet', () => {
  it('shows how to connect, and the first instance by itself once it is there', async () => {
    const page = await open('/fleet')
    await page.getByRole('heading', { name: 'Connect your app' }).waitFor()
    const lines = page.getByLabel('the lines for .env', { exact: true })
    await lines.filter({ hasText: 'ANVIL_ROOT_KEY=ed25519:' }).waitFor()
    expect(await audit(page)).toEqual([])
    const token = await ada.request(IssuedAccessToken, `/projects/${project.id}/access-tokens`, {
      name: 'Watched',
      environment: 'production',
    })
    const app = await instance(token.value)
    await cell(page, 'Current').waitFor()
    await page.getByRole('cell', { name: /^Watched/ }).waitFor()
    await app.setMode('frozen')
    await cell(page, 'Frozen').waitFor()
    await page.getByRole('link', { name: 'Staging' }).click()
    await page.getByText('No application runs on staging yet.').waitFor()
    await page.goBack()
    await cell(page, 'Frozen').waitFor()
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Home' }).click()
    await page.getByRole('region', { name: 'Production' }).getByRole('link', { name: '1 Frozen' }).click()
    await page.getByText('1 of 1 shown: Frozen.').waitFor()
    await cell(page, 'Frozen').waitFor()
    const tile = page.getByRole('list', { name: 'Instances by state' }).getByRole('link', { name: '1 Frozen' })
    expect(await tile.getAttribute('aria-current')).toBe('page')
    expect(await audit(page)).toEqual([])
    await page.goto(page.url().replace('light=frozen', 'light=behind'))
    await page.getByText('0 of 1 shown: Behind.').waitFor()
    await page.getByRole('link', { name: 'Show all' }).press('Enter')
    await cell(page, 'Frozen').waitFor()
    expect(new URL(page.url()).searchParams.has('light')).toBe(false)
  })
})

it('the row of pages shows the one that is open on a narrow screen', async () => {
  const page = await open('', { width: 320 })
  for (const place of ['Home', 'Fleet', 'Access tokens']) {
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: place }).click()
    await page.getByRole('heading', { level: 1, name: place === 'Home' ? project.name : place }).waitFor()
    expect([place, await isCurrentInSight(page)]).toEqual([place, true])
  }
})
