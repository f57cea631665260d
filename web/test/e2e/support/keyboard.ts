import type { Page } from 'playwright-core'

const MOST = 100
const NAME = `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()`

/** The name of what has the focus. */
export const focused = (page: Page): Promise<unknown> => page.evaluate(NAME)

/** Goes to a control by the Tab key alone; throws where that does not lead there. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < MOST; step++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not lead to ${name}`)
}
