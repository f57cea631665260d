import type { Locator, Page } from 'playwright-core'

const MOST = 100
const LOOKS = 50
const NAME = `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()`

/** The name of what has the focus. */
export const focused = (page: Page): Promise<unknown> => page.evaluate(NAME)

type Key = 'Tab' | 'Shift+Tab' | 'ArrowDown'

/** Goes to a control by the Tab key alone, or by another one; throws where that does not lead there. */
export async function tabTo(page: Page, target: string | Locator, key: Key = 'Tab'): Promise<void> {
  if (typeof target !== 'string') await target.waitFor()
  for (let step = 0; step < MOST; step++) {
    if (await hasFocus(page, target)) return
    await (key === 'ArrowDown' ? arrowDown(page) : page.keyboard.press(key))
  }
  throw new Error(`The ${key} key does not lead to ${target.toString()}, but at last to ${String(await focused(page))}`)
}

/** A menu moves the focus a moment after the key, and at its end not at all. */
async function arrowDown(page: Page): Promise<void> {
  const before = await focused(page)
  await page.keyboard.press('ArrowDown')
  let now = before
  for (let look = 0; look < LOOKS && now === before; look++) now = await focused(page)
}

async function hasFocus(page: Page, target: string | Locator): Promise<boolean> {
  if (typeof target === 'string') return (await focused(page)) === target
  return (await target.and(page.locator(':focus')).count()) > 0
}
