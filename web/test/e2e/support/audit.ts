import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const WIDE = 1_100
const HEIGHT = 900
/** What people look at a page with: a window, a narrow one, and one that is zoomed. */
const SIZES = [
  { how: 'wide', width: WIDE, zoom: 1 },
  { how: '320 px', width: 320, zoom: 1 },
  { how: '200 %', width: WIDE, zoom: 2 },
] as const

/** The rules of WCAG 2.2 AA that the page breaks, as axe-core sees it, each with the elements concerned. */
export async function audit(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page)
  try {
    return await runAxe(client)
  } finally {
    await client.detach()
  }
}

/** What a page breaks in light and in dark, each in a wide window, at 320 pixels, at 200 % zoom and with text of 200 %. */
export async function auditEveryLook(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page)
  const found: string[] = []
  const note = (how: string, problems: readonly string[]) => found.push(...problems.map((each) => `${how}: ${each}`))
  try {
    for (const { how, width, zoom } of SIZES) {
      await show(client, { width, height: HEIGHT, zoom })
      note(how, await overflow(client))
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        note(`${how}, ${colorScheme}`, await runAxe(client))
      }
    }
    await show(client, { width: WIDE, height: HEIGHT, zoom: 1 })
    note('text of 200 %', await overflowOfLargeText(client))
  } finally {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await client.detach()
  }
  return found
}

/** The policy of the page lets no foreign script in; the debugger's door is not bound by it. */
async function runAxe(client: CDPSession): Promise<string[]> {
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await client.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    return result.value
  }
  if ((await evaluate('typeof axe')) !== 'object') await evaluate(`${await readFile(AXE, 'utf8')}; undefined`)
  const found = await evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.target).join(' | ')))`,
  )
  return Array.isArray(found) ? found.map(String) : ['axe-core gave no answer']
}

async function show(
  client: CDPSession,
  { width, height, zoom }: { width: number; height: number; zoom: number },
): Promise<void> {
  const size = { width: width / zoom, height: height / zoom, deviceScaleFactor: zoom, mobile: false }
  await client.send('Emulation.setDeviceMetricsOverride', size)
}

/** What is wider than the window when the text alone is twice as large. */
async function overflowOfLargeText(client: CDPSession): Promise<string[]> {
  await client.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  const found = await overflow(client)
  await client.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
  return found
}

/** Says by how much a page is wider than its window, if it is. */
async function overflow(client: CDPSession): Promise<string[]> {
  const expression = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  const { result } = await client.send('Runtime.evaluate', { expression })
  return result.value === 0 ? [] : [`${String(result.value)} pixels wider than the window`]
}
