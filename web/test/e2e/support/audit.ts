import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

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
