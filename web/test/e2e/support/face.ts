import type { Locator, Page } from 'playwright-core'
import type { HostileScene } from './hostile-scene.js'

/** Where a face is looked at. */
export interface Place {
  page: Page
  scene: HostileScene
}

/** One state of one page: its address, what it shows once it is there, and what is done with it then. */
export interface Face {
  name: string
  path: (scene: HostileScene) => string
  shows: (page: Page) => Locator
  act?: (place: Place) => Promise<void>
  /** What the console may say, as of an answer that is a refusal. */
  expects?: RegExp
}

/** By a heading. */
export const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name })
/** By words. */
export const text = (words: string | RegExp) => (page: Page) => page.getByText(words)
/** An address below the project. */
export const inProject =
  (below: string | ((scene: HostileScene) => string)) =>
  (scene: HostileScene): string =>
    `/projects/${scene.projectId}${typeof below === 'string' ? below : below(scene)}`
/** An address below a prompt set. */
export const inSet = (set: keyof HostileScene['sets'], below = '') =>
  inProject(({ sets }) => `/prompts/${sets[set]}${below}`)
/** Presses a button, and waits for what that opens. */
export const press =
  (name: string | RegExp, then: (page: Page) => Locator = (page) => page.getByRole('dialog')) =>
  async ({ page }: Place): Promise<void> => {
    await page.getByRole('button', { name }).first().click()
    await then(page).first().waitFor()
  }
