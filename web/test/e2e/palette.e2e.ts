import { Prompt, PromptSet } from '@anvil/shared/api'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { type Actor, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

let forge: OpenForge
let ada: Actor
let projectId: string
let projectName: string
let seen: Visit
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  const project = await newProject(ada)
  projectId = project.id
  projectName = project.name
  for (const [name, id, template] of [
    ['Onboarding', 'welcome.mail', 'Dear {{name}}, your parcel is on its way.'],
    ['Support', 'refund.ask', 'Why do you send the parcel back?'],
  ] as const) {
    const set = await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name })
    await ada.request(Prompt, `/projects/${projectId}/prompt-sets/${set.id}/prompts`, { id, kind: 'text', template })
  }
})
afterAll(() => forge.close())
beforeEach(async () => {
  seen = await visit(`${forge.url}/projects/${projectId}`)
  await signIn(seen.page, ada.email)
  await seen.page.getByRole('heading', { level: 1, name: projectName }).waitFor()
})
afterEach(() => seen.close())

function defer() {
  let resolve = (): void => {}
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}

/** Types into the palette, and picks the first of what is offered then, by the keyboard alone. */
async function pick(text: string, offered: string | RegExp): Promise<void> {
  const { page } = seen
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Page, prompt, action or project' }).waitFor()
  await page.keyboard.type(text)
  await expect
    .poll(() => page.getByRole('dialog', { name: 'Go to or do' }).getByRole('option', { selected: true }).innerText())
    .toMatch(offered)
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Page, prompt, action or project' }).waitFor({ state: 'detached' })
}

describe('the palette', () => {
  it('finds prompts of every set by their ids and by what they say, with the words around it', async () => {
    const { page } = seen
    const { promise: answering, resolve: answer } = defer()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('PARCEL')
    await expect
      .poll(() => page.getByRole('option').allInnerTexts())
      .toEqual([
        expect.stringContaining('refund.ask\nSupport · Why do you send the parcel back?'),
        expect.stringContaining('welcome.mail\nOnboarding · Dear {{name}}, your parcel is on its way.'),
      ])
    expect(await audit(page)).toEqual([])
    await page.route('**/prompts?q=nobody*', (route) => answering.then(() => route.continue()))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'welcome.mail' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('PARCEL')
    await page.getByRole('option', { name: 'refund.ask' }).waitFor()
    for (let letter = 0; letter < 6; letter++) await page.keyboard.press('Backspace')
    await page.keyboard.type('nobody says this')
    await page.getByText('Looking through the prompts …').waitFor()
    expect(await page.getByRole('option').count()).toBe(0)
    answer()
    await page.getByText('Nothing is called that, and no prompt says it.').waitFor()
  })

  it('keeps in sight what the arrows choose', async () => {
    const { page } = seen
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Home' }).waitFor()
    await page.getByRole('option', { name: 'Versions of' }).last().waitFor()
    await page.keyboard.press('ArrowUp')
    const [list, option] = [page.getByRole('listbox', { name: 'Found' }), page.getByRole('option', { selected: true })]
    await expect.poll(() => option.innerText()).toContain('Versions of')
    const bottomOf = async (one: typeof list) => {
      const box = await one.boundingBox()
      return (box?.y ?? 0) + (box?.height ?? 0)
    }
    expect(await bottomOf(option)).toBeLessThanOrEqual((await bottomOf(list)) + 1)
  })

  it('goes to a prompt set, and offers what can be done with it', async () => {
    const { page } = seen
    await pick('onboarding set', /^Onboarding/)
    await page.getByRole('heading', { level: 1, name: 'Onboarding' }).waitFor()
    await pick('review and lock', 'Review and lock Onboarding')
    await expect.poll(() => page.url()).toMatch(/\/review$/)
    await pick('new prompt in', 'New prompt in Onboarding')
    await page.getByRole('dialog', { name: 'New prompt' }).waitFor()
    await page.keyboard.type('bye.mail')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'bye.mail' }).waitFor()
    await page.goBack()
    await expect.poll(() => page.url()).toMatch(/\/review$/)
    await page.goBack()
    await page.getByRole('button', { name: 'New prompt' }).press('Enter')
    await page.getByRole('dialog', { name: 'New prompt' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.goBack()
    await expect.poll(() => page.url()).toMatch(new RegExp(`/projects/${projectId}$`))
  })

  it('begins what can be made in a project, at an address that can be kept', async () => {
    const { page } = seen
    await pick('new prompt set', 'New prompt set')
    await page.getByRole('dialog', { name: 'New prompt set' }).waitFor()
    await page.reload()
    await page.getByRole('dialog', { name: 'New prompt set' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toMatch(/\/prompts$/)
    await pick('generate', 'Generate access token')
    await page.getByRole('dialog', { name: 'Generate token' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await pick('publish', 'Publish …')
    await expect.poll(() => page.url()).toMatch(/\/publications\/new$/)
  })

  it('sets the page: theme, single keys, help, and the way out', async () => {
    const { page } = seen
    await pick('dark', 'Dark theme')
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    await pick('single', 'Turn single-key shortcuts off')
    await page.keyboard.press('?')
    await pick('keys …', 'Keys …')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await pick('single', 'Turn single-key shortcuts on')
    await pick('sign out', 'Sign out')
    await expect.poll(() => page.url()).toMatch(/\/sign-in/)
    expect(seen.problems).toEqual([])
  })
})
