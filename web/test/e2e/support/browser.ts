import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

/** What Chromium is always started with. */
export const ARGUMENTS = [
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

/** Chromium on a profile folder; `close` ends it and removes the folder. */
export interface OpenBrowser {
  context: BrowserContext
  profile: string
  /** Ends its process as a crash does: nothing is asked of it, and nothing is written any more. */
  crash: () => Promise<void>
  /** Starts it anew on the same folder after a crash. */
  startAgain: () => Promise<OpenBrowser>
  close: () => Promise<void>
}

/** The program that is Chromium on this machine. */
export function findChromium(): string {
  const program = process.env['ANVIL_TEST_CHROMIUM'] ?? PROGRAMS.find((known) => existsSync(known))
  if (program === undefined) throw new Error('Install Chromium, or name it in ANVIL_TEST_CHROMIUM')
  return program
}

let shared: Promise<Browser> | undefined

/** Opens a window that shares nothing but the program with others: no storage, no session, no cache. */
export async function openWindow(options: BrowserOptions = {}): Promise<BrowserContext> {
  shared ??= launch()
  return (await shared).newContext(windowOf(options))
}

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS })
  return browser.on('disconnected', () => (shared = undefined))
}

function windowOf({ width, dark }: BrowserOptions) {
  return { viewport: { width: width ?? 1_100, height: 900 }, colorScheme: dark === true ? 'dark' : 'light' } as const
}

/** Starts Chromium with a new profile folder, or with the one that a crash left. */
export async function openBrowser(options: BrowserOptions = {}, left?: string): Promise<OpenBrowser> {
  const executablePath = findChromium()
  const profile = left ?? (await mkdtemp(path.join(tmpdir(), 'anvil-chromium-')))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    ...windowOf(options),
  })
  return {
    context,
    profile,
    crash: () => crash(context),
    startAgain: () => openBrowser(options, profile),
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

async function crash(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('The browser has no process of its own')
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('The browser does not tell its process')
  const isGone = context.waitForEvent('close')
  process.kill(main.id, 'SIGKILL')
  await isGone
}

/** Whether the browser has a text of a page's storage on the disk; it writes some seconds after the page did. */
export async function isOnDisk(profile: string, text: string): Promise<boolean> {
  const folder = path.join(profile, 'Default', 'Local Storage', 'leveldb')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.log') || name.endsWith('.ldb'))
  const contents = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'latin1')))
  return contents.some((content) => content.includes(text))
}
