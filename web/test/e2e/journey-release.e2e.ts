import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { BOTH_WAYS, type Hands, signInBy } from './support/hands.js'
import { inNewProject, releaseScene, type ReleaseScene } from './support/release-scene.js'
import { visit, type Visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let shared: ReleaseScene
let scene: ReleaseScene
beforeAll(async () => {
  shared = await releaseScene()
})
beforeEach(async () => {
  scene = await inNewProject(shared)
  closers.push(scene.close)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => shared.close())

async function open(hands: Hands, email: string): Promise<Visit> {
  const visited = await visit(`${scene.forge.url}/projects/${scene.projectId}`)
  closers.push(visited.close)
  await signInBy(hands, visited.page, email)
  return visited
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor()
const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name, exact: true })

/** Makes a prompt set with a prompt, writes it and writes it anew, and sees what it renders to. */
async function writePrompt({ press, write }: Hands, page: Page): Promise<void> {
  await press(place(page, 'Prompts'))
  await press(page.getByRole('button', { name: 'New prompt set' }))
  await write(page.getByRole('dialog').getByRole('textbox'), 'Onboarding')
  await press(page.getByRole('dialog').getByRole('button', { name: 'Make prompt set' }))
  await heading(page, 'Onboarding')
  await press(page.getByRole('button', { name: 'New prompt' }).first())
  await write(page.getByRole('dialog').getByRole('textbox'), 'welcome.message')
  await press(page.getByRole('dialog').getByRole('button', { name: 'Make prompt' }))
  await heading(page, 'welcome.message')
  const editor = page.getByRole('textbox', { name: 'Text of the prompt' })
  await write(editor, 'Hello {{name}}.')
  await page.getByText('Hello [name].').waitFor()
  await saved(page)
  await write(editor, 'Welcome, {{name}}!')
  await write(page.getByLabel('name', { exact: true }), 'Ana')
  await page.getByText('Welcome, Ana!').waitFor()
  await saved(page)
  await page.reload()
  await page.getByText('Welcome, Ana!').waitFor()
}

it.each(BOTH_WAYS)(
  'takes a new prompt to a running application, reviewed by somebody else, %s',
  async (_how, hands) => {
    const { press } = hands
    const ada = await open(hands, scene.ada.email)
    const { page } = ada
    await writePrompt(hands, page)
    await press(page.getByRole('link', { name: 'Onboarding' }).first())
    await press(page.getByRole('link', { name: 'Review and lock …' }))
    await press(page.getByRole('button', { name: 'Request review' }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Request review' }))
    await page.getByText('Your own work is in this draft').first().waitFor()
    expect(await page.getByRole('button', { name: 'Approve' }).getAttribute('aria-disabled')).toBe('true')

    const ben = await open(hands, scene.ben.email)
    await press(place(ben.page, 'Reviews'))
    await ben.page.getByText('Waits for you').waitFor()
    await press(ben.page.getByRole('link', { name: /Onboarding/ }))
    await ben.page.getByText('Welcome, {{name}}!').waitFor()
    await press(ben.page.getByRole('button', { name: 'Approve' }))
    await ben.page.getByText('1 of 1 needed').waitFor()

    await press(page.getByRole('button', { name: 'Lock as 1.0.0' }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Lock as 1.0.0' }))
    await press(page.getByRole('link', { name: 'Publish 1.0.0 …' }))
    expect(scene.app.has('welcome.message')).toBe(false)
    await press(page.getByRole('button', { name: 'Publish 1.0.0 to 1 instance' }))
    await heading(page, 'production #1')
    await page.getByRole('row', { name: /shop/ }).getByText('Applied').waitFor()
    await page.getByText('The instance runs it.').waitFor()
    expect(scene.app.prompt('welcome.message', { name: 'Cy' })).toBe('Welcome, Cy!')
    expect([ada.problems, ada.foreign, ben.problems, ben.foreign]).toEqual([[], [], [], []])
  },
)
