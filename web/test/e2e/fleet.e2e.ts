import type { Anvil } from '@anvil/live-client'
import { IssuedAccessToken, LiveInstancePage, Project } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reportInstances } from '../support/report-instances.js'
import { audit, auditEveryLook } from './support/audit.js'
import { focused, tabTo } from './support/keyboard.js'
import { signIn } from './support/people.js'
import { connectApp, lock, publish, type ReleaseScene, releaseScene, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const MANY = 600
let scene: ReleaseScene
let many: string
/** Has the many say again how they stand: who was silent for a minute is no longer connected. */
let report: () => Promise<void>
const closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  scene = await releaseScene()
  ;({ projectId: many, report } = await fleetOf(scene, MANY))
})
beforeEach(() => scene.app.setMode('accepting'))
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

/** A project whose production runs a publication, and so many instances that run the one before. */
async function fleetOf(desk: ReleaseScene, count: number) {
  const { ada, forge } = desk
  const { id: projectId } = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, {
    name: 'Many',
  })
  const { value: accessToken } = await ada.request(IssuedAccessToken, `/projects/${projectId}/access-tokens`, {
    name: 'Many',
    environment: 'production',
  })
  const set = await write({ ada, projectId }, 'Welcome', { 'welcome.text': 'Hello {{name}}' })
  await lock({ ...desk, projectId }, set)
  const fleet = { url: forge.url, projectId, accessToken, have: { epoch: 1, sequence: 0 } }
  const report = () => reportInstances({ ...fleet, count }, (at) => (at % 100 === 0 ? { mode: 'frozen' } : {}))
  await report()
  await publish({ ...desk, projectId }, 'production', set, '1.0.0')
  return { projectId, report }
}

async function open(path: string): Promise<Page> {
  const { page, close } = await visit(`${scene.forge.url}/projects/${path}`)
  closers.push(close)
  await signIn(page, scene.ada.email)
  return page
}

const rows = (page: Page) => page.getByRole('table', { name: 'LIVE instances' }).locator('[data-index]')
const groups = (page: Page) => page.getByRole('list', { name: 'Instances by what they run' })
const searchOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

describe('a fleet of hundreds', () => {
  it('is grouped by what it runs, and only the rows in sight are in the page, to the last one', async () => {
    await report()
    const page = await open(`${many}/fleet`)
    await groups(page)
      .getByRole('link', { name: `Publication 0 · ${MANY} instances` })
      .waitFor()
    await groups(page).getByText('1 publication behind for').waitFor()
    await groups(page).getByText('6 frozen stay here').waitFor()
    await rows(page).first().waitFor()
    const table = page.getByRole('table', { name: 'LIVE instances' })
    expect(await table.getAttribute('aria-rowcount')).toBe(String(MANY + 1))
    expect(await rows(page).count()).toBeLessThan(60)
    await expect
      .poll(async () => {
        await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
        return page.locator(`[data-index="${MANY - 1}"]`).count()
      })
      .toBe(1)
    expect(await rows(page).count()).toBeLessThan(60)
  })

  it('is searched by application, host and label, and what is looked for stands in the address', async () => {
    const page = await open(`${many}/fleet`)
    await page.getByLabel('Find by application, host or label').fill('checkout-103.')
    await page.getByText(`1 of ${MANY} shown: “checkout-103.”.`).waitFor()
    await page.getByText('checkout-103.internal').waitFor()
    expect(searchOf(page, 'q')).toBe('checkout-103.')
    await page.reload()
    await page.getByText('checkout-103.internal').waitFor()
    await page.getByLabel('Find by application, host or label').fill('nowhere')
    await page.getByText('No instance is found.').waitFor()
    await page.getByRole('link', { name: 'Show all' }).press('Enter')
    await page.getByText(`${MANY} shown.`).waitFor()
    expect(await page.getByLabel('Find by application, host or label').inputValue()).toBe('')
  })

  it('shows the instances of one group and of one light, and goes back', async () => {
    await report()
    const page = await open(`${many}/fleet`)
    await groups(page)
      .getByRole('link', { name: /^Publication 0/ })
      .click()
    await page.getByText(`${MANY} of ${MANY} shown: publication 0.`).waitFor()
    expect(searchOf(page, 'runs')).toBe('1-0')
    await page.getByRole('link', { name: '6 Frozen' }).click()
    await page.getByText(`6 of ${MANY} shown: Frozen, publication 0.`).waitFor()
    await page.goBack()
    await page.getByText(`${MANY} of ${MANY} shown: publication 0.`).waitFor()
    await page.goBack()
    await page.getByText(`${MANY} shown.`).waitFor()
  })

  it('leads to each instance by keyboard alone, and back', async () => {
    const page = await open(`${many}/fleet?q=shop-100.`)
    await page.getByText(`1 of ${MANY} shown`).waitFor()
    await tabTo(page, 'shop')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'shop on shop-100.internal' }).waitFor()
    await page.getByText('it stays on publication 0').waitFor()
    await page
      .getByRole('cell', { name: 'Unreachable' })
      .or(page.getByText('Queued'))
      .or(page.getByText('Behind'))
      .first()
      .waitFor()
    const ask = page.getByRole('button', { name: 'Ask to sync' })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
    expect(await ask.getAttribute('title')).toContain('No connection to it stands')
    await page.goBack()
    await page.getByText(`1 of ${MANY} shown`).waitFor()
  })

  it('has its deliveries in a table of which only the rows in sight are in the page', async () => {
    const page = await open(`${many}/publications`)
    await page.getByRole('link', { name: /#1/ }).first().click()
    const table = page.getByRole('table', { name: 'Deliveries' })
    await table.locator('[data-index]').first().waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe(String(MANY + 1))
    expect(await table.locator('[data-index]').count()).toBeLessThan(60)
  })
})

describe('asking to sync', () => {
  const place = () => `/projects/${scene.projectId}/environments/production/instances`
  const known = async () => (await scene.ada.request(LiveInstancePage, place())).instances

  it('says of one instance that it ran it already, and that a frozen one stays', async () => {
    const set = await write(scene, 'First', { 'first.text': 'One' })
    await lock(scene, set)
    const { sequence } = await publish(scene, 'production', set, '1.0.0')
    await expect.poll(async () => (await known()).map((one) => one.sequence)).toEqual([sequence])
    const page = await open(`${scene.projectId}/fleet`)
    await groups(page).getByText(`Publication ${sequence} · 1 instance`).waitFor()
    await groups(page).getByText('first 1.0.0').waitFor()
    await page.getByRole('link', { name: 'shop', exact: true }).click()
    await page
      .getByRole('table')
      .or(page.getByRole('region', { name: 'Deliveries of this instance' }))
      .first()
      .waitFor()
    await page
      .getByRole('link', { name: `Publication ${sequence}` })
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Ask 1 instance to sync' }).press('Enter')
    await page.getByText(`1 instance asked to run publication ${sequence}: 1 ran it already.`).waitFor()
    expect(searchOf(page, 'sync')).not.toBeNull()
    expect(await audit(page)).toEqual([])
    await page.getByRole('button', { name: 'Close', exact: true }).press('Enter')
    await expect.poll(() => focused(page)).toMatch(/^shop on /)

    await scene.app.setMode('frozen')
    const second = await write(scene, 'Second', { 'second.text': 'Two' })
    await lock(scene, second)
    await publish(scene, 'production', second, '1.0.0')
    await page.getByText(`it stays on publication ${sequence}`).waitFor()
    await page.getByRole('link', { name: 'Fleet', exact: true }).first().click()
    await groups(page).getByText('1 publication behind for').waitFor()
    await groups(page).getByText('1 frozen stays here').waitFor()
    await groups(page).getByRole('button', { name: 'Ask 1 instance to sync' }).click()
    await page
      .getByText(`1 instance asked to run publication ${sequence + 1}: 1 is frozen and stays where it is.`)
      .waitFor()
    await page.getByRole('list', { name: 'Who does not run it' }).getByText('Frozen').waitFor()
    await page.reload()
    await page.getByText('1 is frozen and stays where it is.').waitFor()
    expect(await audit(page)).toEqual([])
  })
})

describe('the first run of a project', () => {
  it('starts with a sample set, and connects an application with the lines that it shows', async () => {
    const { ada } = scene
    const name = { name: crypto.randomUUID() }
    const { id } = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, name)
    const page = await open(`${id}/prompts`)
    await page.getByRole('button', { name: 'Start empty' }).waitFor()
    expect(await audit(page)).toEqual([])
    await page.getByRole('button', { name: 'Start with a sample set' }).press('Enter')
    await page.getByRole('table', { name: 'Prompts' }).getByText('Good', { exact: true }).nth(3).waitFor()
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Fleet' }).click()
    await page.getByRole('button', { name: 'Generate token for production' }).press('Enter')
    await page.getByText('they are not shown again.').waitFor()
    const lines = page.getByLabel('the lines for .env', { exact: true })
    await lines.filter({ hasText: 'ANVIL_ROOT_KEY=ed25519:' }).waitFor()
    expect(await audit(page)).toEqual([])
    const app = await connected(await lines.textContent())
    closers.push(() => app.close())
    await page.getByRole('heading', { name: 'Your app is connected' }).waitFor()
    await page.getByRole('table', { name: 'LIVE instances' }).getByText('first-app').waitFor()
    expect(await lines.textContent()).toContain('ANVIL_ACCESS_TOKEN=anv_production_')
    expect(await audit(page)).toEqual([])
    await page.getByRole('button', { name: 'Close', exact: true }).press('Enter')
    await expect.poll(() => focused(page)).toBe('Fleet')
    expect(await lines.count()).toBe(0)
  })

  /** Starts an application with what stands in its .env, and nothing else. */
  async function connected(env: string | null): Promise<Anvil> {
    const said = Object.fromEntries((env ?? '').split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)))
    const options = {
      forgeUrl: said.ANVIL_FORGE_URL,
      accessToken: said.ANVIL_ACCESS_TOKEN,
      rootKey: said.ANVIL_ROOT_KEY,
      instance: { app: 'first-app' },
    }
    return connectApp(scene.forge, scene.ada, said.ANVIL_PROJECT_ID, { options })
  }
})

it('the fleet and an instance are accessible, however they are looked at', async () => {
  const page = await open(`${many}/fleet`)
  await rows(page).first().waitFor()
  expect(await auditEveryLook(page)).toEqual([])
  await rows(page).first().getByRole('link').click()
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await page.getByRole('link', { name: 'Publication 1' }).first().waitFor()
  expect(await auditEveryLook(page)).toEqual([])
})
