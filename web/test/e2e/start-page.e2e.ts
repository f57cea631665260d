import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { type BrowserOptions, openBrowser } from './support/browser.js'
import { openForge, openProxy } from './support/serve-page.js'

const closers: (() => Promise<void> | void)[] = []
let forge: Awaited<ReturnType<typeof openForge>>

beforeEach(async () => {
  forge = await openForge()
  closers.push(forge.close)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Visit {
  page: Page
  problems: string[]
  foreign: string[]
}

async function visit(address: string, options: BrowserOptions = {}): Promise<Visit> {
  const browser = await openBrowser(options)
  closers.push(browser.close)
  const page = await browser.context.newPage()
  const [problems, foreign]: [string[], string[]] = [[], []]
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('request', (request) => new URL(request.url()).host !== new URL(address).host && foreign.push(request.url()))
  await page.goto(address)
  await page.getByRole('heading', { level: 1, name: 'FORGE is running' }).waitFor()
  return { page, problems, foreign }
}

it.each([
  ['light', false],
  ['dark', true],
] as const)('says in %s that FORGE runs, breaks no accessibility rule, asks nobody else', async (_theme, dark) => {
  const { page, problems, foreign } = await visit(forge.url, { dark })
  expect(await page.getByRole('status').first().textContent()).toContain('Version 0.1.0 is ready to serve.')
  expect(await audit(page)).toEqual([])
  expect([problems, foreign]).toEqual([[], []])
})

it('needs no sideways scrolling at 320 pixels', async () => {
  const { page } = await visit(forge.url, { width: 320 })
  const width = await page.evaluate('document.documentElement.scrollWidth')
  expect(width).toBe(320)
  expect(await audit(page)).toEqual([])
})

it('works below any path, with commands for the address at which it was opened', async () => {
  const proxy = await openProxy(forge.url, '/tools/anvil')
  closers.push(proxy.close)
  const { page, problems } = await visit(proxy.url)
  expect(await page.getByLabel('Sign in', { exact: true }).textContent()).toContain(
    `curl -s ${proxy.url}api/v1/sessions`,
  )
  const reference = await page
    .getByRole('link', { name: 'OpenAPI document' })
    .evaluate((link) => String(Reflect.get(link, 'href')))
  expect(reference).toBe(`${proxy.url}openapi.json`)
  expect(problems).toEqual([])
})

it('says that FORGE does not answer, and finds it again on Retry', async () => {
  const { page } = await visit(forge.url)
  await page.route('**/readyz', (route) => route.abort())
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'FORGE does not answer' }).waitFor()
  expect(await audit(page)).toEqual([])
  await page.unroute('**/readyz')
  await page.getByRole('button', { name: 'Retry' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'FORGE is running' }).waitFor()
})

it('copies a command by keyboard alone', async () => {
  const { page } = await visit(forge.url)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const button = page.getByRole('button', { name: 'Copy: List the organisations' })
  await button.focus()
  await button.press('Enter')
  await page.getByText('Copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('/api/v1/organisations')
})
