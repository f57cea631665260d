import { createAnvil } from '@anvil/live-client'
import { PROJECT_ID } from '@anvil/shared/testing'
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { renderMain, renderPage } from './page.js'
import type { Rendered } from './render-shown.js'

const client = createAnvil({
  forgeUrl: 'http://127.0.0.1:1',
  accessToken: 'anv_production_000000000000_0000000000000000000000000000000000000000000_000000',
  projectId: PROJECT_ID,
  environment: 'production',
  cacheDir: false,
  readyTimeoutMs: 20,
  logger: false,
})
await client.start()
afterAll(() => client.close())
const status = client.status()
const rendered: Rendered = {
  id: 'welcome.en',
  title: 'Greeting',
  text: 'Hello',
  source: 'version 1.0.0',
  failed: false,
}

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const shownBy = (html: string): string => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => CHARACTERS[name] ?? '?')
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? []
const hostile = fc
  .array(fc.oneof(fc.constantFrom('<', '>', '&', '"', "'", '&lt;', '</p>', '<script>', '\n', '<!--'), fc.string()))
  .map((parts) => parts.join(''))

it.each(['id', 'title', 'text', 'source'] as const)('shows any %s as it is, and makes no element of it', (field) => {
  const plain = tagsOf(renderMain(status, [rendered]))
  fc.assert(
    fc.property(hostile, (text) => {
      const html = renderMain(status, [{ ...rendered, [field]: text }])
      expect(tagsOf(html)).toEqual(plain)
      expect(shownBy(html)).toContain(field === 'title' ? `<h2>${text} <code>` : `>${text}<`)
    }),
  )
})

it('shows any fact of the status as text', () => {
  fc.assert(
    fc.property(hostile, (version) => {
      const html = renderMain({ ...status, version }, [])
      expect(tagsOf(html)).toEqual(tagsOf(renderMain(status, [])))
      expect(shownBy(html)).toContain(`<dt>version</dt><dd>${version}</dd>`)
    }),
  )
})

it('marks what could not be rendered, and nothing else', () => {
  const main = renderMain(status, [rendered, { ...rendered, id: 'b', failed: true }])
  expect(main.match(/<article[^>]*>/g)).toEqual(['<article>', '<article class="failed">'])
})

it('shows a dash for what the client does not know yet', () => {
  const main = renderMain(status, [])
  for (const name of ['version', 'sequence']) expect(main).toContain(`<dt>${name}</dt><dd>–</dd>`)
  expect(main).toContain('<dt>state</dt><dd>NOT_READY</dd>')
})

it('is one page around the part that changes, in which no script stands', () => {
  const page = renderPage(status, [rendered])
  expect(page).toContain(`<main aria-live="polite">${renderMain(status, [rendered])}</main>`)
  expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="live.js">'])
  expect(page).not.toMatch(/\son\w+=|javascript:|style="/)
})
