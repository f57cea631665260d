import { afterEach, beforeEach, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { openForge, openProxy } from './support/serve-page.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
let forge: Awaited<ReturnType<typeof openForge>>

beforeEach(async () => {
  forge = await openForge()
  closers.push(forge.close)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it('lists every operation of the API, and asks nobody but FORGE for anything', async () => {
  const { page, problems, foreign, close } = await visit(`${forge.url}/docs`)
  closers.push(close)
  await page.getByText('Publish', { exact: false }).first().waitFor()
  const document = await (await fetch(`${forge.url}/openapi.json`)).text()
  const operations = document.match(/"operationId"/g)?.length
  expect(operations).toBeGreaterThan(30)
  expect(await page.locator('.opblock').count()).toBe(operations)
  expect([problems, foreign]).toEqual([[], []])
})

it('is accessible, also to who opens an operation by its address', async () => {
  const { page, problems, close } = await visit(`${forge.url}/docs#/Signing%20in/post-sessions`)
  closers.push(close)
  await page.getByRole('button', { name: 'Try it out' }).waitFor()
  expect(await audit(page)).toEqual([])
  await page.setViewportSize({ width: 320, height: 900 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  expect(problems).toEqual([])
})

it('works below any path', async () => {
  const proxy = await openProxy(forge.url, '/tools/anvil')
  closers.push(proxy.close)
  const { page, problems, close } = await visit(`${proxy.url}docs`)
  closers.push(close)
  await page.locator('.opblock').first().waitFor()
  expect(problems).toEqual([])
})
