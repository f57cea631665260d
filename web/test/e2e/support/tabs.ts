import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium } from 'playwright-core'
import { ARGUMENTS, findChromium } from './browser.js'

/** Chromium with the tabs of one window; `close` ends it. */
export interface OpenTabs {
  context: BrowserContext
  close: () => Promise<void>
}

/**
 * Starts Chromium as a person has it: a tab is hidden while another one is in front of it. Where Playwright starts it,
 * every tab says that it is seen and has the focus, whatever is in front.
 */
export async function openTabs(): Promise<OpenTabs> {
  const profile = await mkdtemp(path.join(tmpdir(), 'anvil-chromium-'))
  const own = ['--headless', '--remote-debugging-port=0', '--window-size=1100,900', `--user-data-dir=${profile}`]
  const child = spawn(findChromium(), [...ARGUMENTS, ...own, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => reject(new Error('Chromium ended before it was ready')))
  })
  const browser = await chromium.connectOverCDP(await address, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no window')
  return {
    context,
    close: async () => {
      await browser.close()
      child.kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}
