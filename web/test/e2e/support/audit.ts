import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** The rules of WCAG 2.2 AA that the page breaks, as axe-core sees it, each with the elements concerned. */
export async function audit(page: Page): Promise<string[]> {
  // The policy of the page lets no foreign script in; the debugger's door is not bound by it.
  const client = await page.context().newCDPSession(page)
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await client.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    return result.value
  }
  await evaluate(`${await readFile(AXE, 'utf8')}; undefined`)
  const found = await evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.target).join(' | ')))`,
  )
  return Array.isArray(found) ? found.map(String) : ['axe-core gave no answer']
}

/** What a page breaks when it is zoomed to 200 %, and when its text alone is twice as large. */
export async function auditZoomed(page: Page): Promise<string[]> {
  const size = page.viewportSize()
  if (!size) return ['The page has no size of its own']
  const client = await page.context().newCDPSession(page)
  const show = (zoom: number) =>
    client.send('Emulation.setDeviceMetricsOverride', {
      width: size.width / zoom,
      height: size.height / zoom,
      deviceScaleFactor: zoom,
      mobile: false,
    })
  await show(2)
  const zoomed = [...(await overflow(client, '200 %')), ...(await audit(page))]
  await show(1)
  await client.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  const largeText = await overflow(client, 'text of 200 %')
  await client.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
  return [...zoomed, ...largeText]
}

/** Says by how much a page is wider than its window, if it is. */
async function overflow(client: CDPSession, how: string): Promise<string[]> {
  const expression = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  const { result } = await client.send('Runtime.evaluate', { expression })
  return result.value === 0 ? [] : [`${how}: ${String(result.value)} pixels wider than the window`]
}
