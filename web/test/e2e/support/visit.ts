import type { Page } from 'playwright-core'
import { type BrowserOptions, openWindow } from './browser.js'

/** A page that was opened, what its console complained of, and what it asked of other hosts. */
export interface Visit {
  page: Page
  problems: string[]
  foreign: string[]
  close: () => Promise<void>
}

/** Opens an address in a window of its own. */
export async function visit(address: string, options: BrowserOptions = {}): Promise<Visit> {
  const context = await openWindow(options)
  const page = await context.newPage()
  const [problems, foreign]: [string[], string[]] = [[], []]
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.host !== new URL(address).host) foreign.push(request.url())
  })
  await page.goto(address)
  return { page, problems, foreign, close: () => context.close() }
}
