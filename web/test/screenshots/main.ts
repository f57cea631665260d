/**
 * `npm run screenshots [-- <folder>]`: every page as a PNG, in light and dark, and narrow, from a FORGE with realistic
 * content; into `web/screenshots/` unless another folder is named. `--only <part of a name>` takes fewer.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type BrowserOptions, openBrowser } from '../e2e/support/browser.js'
import { signIn } from '../e2e/support/people.js'
import { openScene } from './scene.js'
import { type Shot, shotsOf } from './shots.js'

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
})
const folder = path.resolve(positionals[0] ?? fileURLToPath(new URL('../../screenshots', import.meta.url)))
const LOOKS: Record<string, BrowserOptions> = { light: {}, dark: { dark: true }, narrow: { width: 320 } }

await mkdir(folder, { recursive: true })
const scene = await openScene(async ({ url }) => {
  const doors = { 'first-run': 'Make the first admin', 'sign-in': 'Sign in' }
  const shots = Object.entries(doors).map(([place, shows]) => ({ name: place, path: `/${place}`, shows }))
  for (const look of Object.keys(LOOKS)) await take(url, look, shots)
})
try {
  for (const look of Object.keys(LOOKS)) await take(scene.forge.url, look, shotsOf(scene), scene.ada.email)
} finally {
  await scene.close()
}
console.log(`The pages are in ${folder}`)

/** Takes them in one look, after signing in where that is needed. */
async function take(url: string, look: string, shots: readonly Shot[], email?: string): Promise<void> {
  const wanted = shots.filter(({ name }) => name.includes(values.only))
  if (wanted.length === 0) return
  const browser = await openBrowser(LOOKS[look])
  const page = await browser.context.newPage()
  try {
    if (email !== undefined) {
      await page.goto(url)
      await signIn(page, email)
      await page.getByRole('button', { name: /^You: / }).waitFor()
    }
    for (const shot of wanted) {
      if (email !== undefined) await scene.beat()
      await shoot(page, url, shot, path.join(folder, `${shot.name}.${look}.png`))
    }
  } finally {
    await browser.close()
  }
}

async function shoot(
  page: Page,
  url: string,
  { path: place, shows, act, isWindow = act !== undefined }: Shot,
  file: string,
): Promise<void> {
  try {
    await page.goto(`${url}${place}`)
    await page.getByText(shows).first().waitFor({ state: 'attached' })
    await act?.(page)
    await page.waitForLoadState('networkidle')
  } catch (cause) {
    process.exitCode = 1
    console.error(`${file} does not show what it should:`, cause)
  }
  await page.screenshot({ path: file, fullPage: !isWindow })
}
