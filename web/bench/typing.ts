import type { Page } from 'playwright-core'

const KEY_PAUSE_MS = 60

/** What typing costs: milliseconds of the page's main thread for a key, and the longest from a key to the frame after it. */
export interface Typing {
  busy: number
  slowest: number
}

/** What runs in the page is given as text: it is not compiled with the rest. */
const WATCH = `(() => {
  window.slowestKey = 0
  document.addEventListener('keydown', () => {
    const begun = performance.now()
    requestAnimationFrame(() => setTimeout(() => {
      window.slowestKey = Math.max(window.slowestKey, performance.now() - begun)
    }, 0))
  }, true)
})()`

/** Types so many keys into the middle of the prompt that is shown. */
export async function typeInto(page: Page, keys: number): Promise<Typing> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busyNow = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  const editor = page.getByRole('textbox', { name: 'Text of the prompt' })
  await editor.focus()
  await page.keyboard.press('Control+Home')
  await page.evaluate(WATCH)
  const before = await busyNow()
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press('x')
    await page.waitForTimeout(KEY_PAUSE_MS)
  }
  const busy = ((await busyNow()) - before) / keys
  const slowest = Number(await page.evaluate('window.slowestKey'))
  await session.detach()
  return { busy, slowest }
}
