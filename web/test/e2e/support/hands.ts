import type { Locator, Page } from 'playwright-core'
import { tabTo } from './keyboard.js'
import { PASSWORD } from './people.js'

/** How somebody works at a page; a journey goes the same way with each. */
export interface Hands {
  /** Presses a button, or follows a link. */
  press: (target: Locator) => Promise<void>
  /** Writes into a field, in the place of what is there. */
  write: (field: Locator, text: string) => Promise<void>
  /** Chooses from a list that the browser draws. */
  choose: (field: Locator, name: string) => Promise<void>
}

const mouse: Hands = {
  press: (target) => target.click(),
  write: async (field, text) => {
    await field.click()
    await replaceBy(field.page(), text)
  },
  // The list stands outside of the page, where no mouse of a headless browser reaches.
  choose: async (field, name) => {
    await field.selectOption(name)
  },
}

/** Only keys, from the page as it was loaded: nothing is focused by a script, and no pointer is over anything. */
const keyboard: Hands = {
  press: async (target) => {
    await tabTo(target.page(), target)
    await target.page().keyboard.press('Enter')
  },
  write: async (field, text) => {
    await tabTo(field.page(), field)
    await replaceBy(field.page(), text)
  },
  choose: async (field, name) => {
    await tabTo(field.page(), field)
    await field.page().keyboard.type(name)
  },
}

async function replaceBy(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
}

/** The two ways in which each journey is gone. */
export const BOTH_WAYS: [string, Hands][] = [
  ['by mouse', mouse],
  ['by keyboard alone', keyboard],
]

/** Signs in by hand on the page that is shown. */
export async function signInBy({ press, write }: Hands, page: Page, email: string): Promise<void> {
  await write(page.getByLabel('E-mail'), email)
  await write(page.getByLabel('Password'), PASSWORD)
  await press(page.getByRole('button', { name: 'Sign in' }))
}
