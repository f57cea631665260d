import { gzipSync } from 'node:zlib'
import { Project } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { audit } from './support/audit.js'
import { tabTo } from './support/keyboard.js'
import { type Actor, firstAdmin, signIn } from './support/people.js'
import { openForge, openProxy, type OpenForge } from './support/serve-page.js'
import { visit as openPage, type Visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function visit(address: string): Promise<Visit> {
  const opened = await openPage(address)
  closers.push(opened.close)
  return opened
}

describe('the shell', () => {
  let forge: OpenForge
  let ada: Actor
  let project: Project
  beforeAll(async () => {
    forge = await openForge()
    ada = await firstAdmin(forge)
    project = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, { name: 'Difference' })
    await ada.request(Project, `/organisations/${ada.organisationId}/projects`, { name: 'Analytical' })
  })
  afterAll(() => forge.close())

  async function inside(address = `${forge.url}/projects/${project.id}`): Promise<Visit> {
    const visited = await visit(address)
    await signIn(visited.page, ada.email)
    await visited.page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
    return visited
  }

  it('lets who signs in go where they were going', async () => {
    const { page, problems, foreign } = await inside()
    expect(page.url()).toBe(`${forge.url}/projects/${project.id}`)
    expect([problems, foreign]).toEqual([[], []])
  })

  it('loads at most 250 KB of script, by gzip, until a page of a project is there', async () => {
    const { page } = await inside()
    const loaded = `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))`
    const scripts = z.array(z.url()).parse(await page.evaluate(loaded))
    const texts = await Promise.all(scripts.map(async (script) => (await fetch(script)).arrayBuffer()))
    const bytes = texts.map((text) => gzipSync(text, { level: 9 }).length).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(250_000)
  })

  it('refuses a wrong password by name, and keeps what was typed', async () => {
    const { page } = await visit(forge.url)
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill('a wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe(ada.email)
    expect(await audit(page)).toEqual([])
  })

  it('works below any path, at any depth, and after a reload', async () => {
    const proxy = await openProxy(forge.url, '/tools/anvil')
    closers.push(proxy.close)
    const { page, problems } = await inside(`${proxy.url}projects/${project.id}`)
    expect(page.url()).toBe(`${proxy.url}projects/${project.id}`)
    const heard: string[] = []
    page.on('websocket', (line) => line.on('framereceived', ({ payload }) => heard.push(line.url(), String(payload))))
    await page.reload()
    await expect.poll(() => heard.join(), { timeout: 30_000 }).toContain('presence')
    expect(heard[0]).toContain(`${proxy.url.replace('http', 'ws')}api/v1/events/?`)
    await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Engines' }).click()
    await page.getByRole('link', { name: 'Analytical' }).click()
    await page.getByRole('heading', { level: 1, name: 'Analytical' }).waitFor()
    expect(page.url().startsWith(`${proxy.url}projects/`)).toBe(true)
    expect(problems).toEqual([])
  })

  it('goes elsewhere by the palette and by the project switch, by keyboard alone', async () => {
    const { page } = await inside()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('analyt')
    expect(await audit(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Analytical' }).waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Analytical, switch project' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('menuitemradio', { name: 'Difference' }), 'ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Analytical' }).waitFor()
  })

  it('asks who signed out in another tab to sign in again, over what is there', async () => {
    const { page } = await inside()
    const other = await page.context().newPage()
    await other.goto(forge.url)
    await other.getByRole('button', { name: /^You: Ada/ }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    await page.getByText('Difference').first().waitFor({ state: 'attached' })
    await signIn(page, ada.email)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
  })

  it('keeps the theme that was chosen', async () => {
    const { page } = await inside()
    await page.getByRole('button', { name: /^You/ }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.reload()
    const canvas = 'getComputedStyle(document.body).backgroundColor'
    await expect.poll(() => page.evaluate(canvas)).toBe('rgb(22, 21, 19)')
  })

  it('works where the browser has no room, and where it lets no page keep anything', async () => {
    const { page, problems } = await visit(`${forge.url}/projects/${project.id}`)
    for (const [way, broken] of [
      ['has no room', `Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError') }`],
      [
        'keeps nothing',
        `Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('No', 'SecurityError') } })`,
      ],
    ] as const) {
      await page.addInitScript(broken)
      await page.reload()
      await signIn(page, ada.email)
      await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
      await page.getByRole('button', { name: /^You/ }).click()
      await page.getByRole('menuitemradio', { name: 'Dark' }).click()
      const canvas = 'getComputedStyle(document.body).backgroundColor'
      await expect.poll(() => page.evaluate(canvas)).toBe('rgb(22, 21, 19)')
      expect([way, problems]).toEqual([way, []])
    }
  })

  it('says what is not there, and that FORGE does not answer', async () => {
    const { page } = await inside()
    for (const id of [crypto.randomUUID(), 'nowhere']) {
      await page.goto(`${forge.url}/projects/${id}`)
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    }
    await page.route('**/api/**', (route) => route.abort())
    await page.goto(`${forge.url}/projects/${project.id}`)
    await page.getByText('FORGE does not answer').waitFor()
    expect(await audit(page)).toEqual([])
    await page.unroute('**/api/**')
    await page.getByRole('button', { name: 'Retry' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
  })
})
