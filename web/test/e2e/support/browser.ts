import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** What a test may ask of its browser; sizes in CSS pixels. */
export interface BrowserOptions {
  width?: number
  dark?: boolean
}

/** Chromium with a new profile folder; `close` ends it and removes the folder. */
export async function openBrowser(
  options: BrowserOptions = {},
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const executablePath = process.env['ANVIL_TEST_CHROMIUM'] ?? PROGRAMS.find((program) => existsSync(program))
  if (executablePath === undefined) throw new Error('Install Chromium, or name it in ANVIL_TEST_CHROMIUM')
  const profile = await mkdtemp(path.join(tmpdir(), 'anvil-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    viewport: { width: options.width ?? 1_100, height: 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
  })
  return {
    context,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
