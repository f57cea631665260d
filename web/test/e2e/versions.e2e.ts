import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Draft, requestForge } from '@anvil/shared/api'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { audit } from './support/audit.js'
import { tabTo } from './support/keyboard.js'
import { signIn } from './support/people.js'
import { edit, lock, publish, releaseScene, type ReleaseScene, write } from './support/release-scene.js'
import { visit, type Visit } from './support/visit.js'

let scene: ReleaseScene
let ada: Visit
let page: Page
/** Locked as 1.0.0, which production runs, and as 2.0.0, with a draft open. */
let welcome: string
beforeAll(async () => {
  scene = await releaseScene()
  welcome = await write(scene, 'Welcome', { 'welcome.message': 'Welcome {{name}}!', 'welcome.gone': 'Good bye.' })
  await lock(scene, welcome)
  await publish(scene, 'production', welcome, '1.0.0')
  await edit(scene, welcome, 'welcome.message', 'Welcome back, {{name}} of {{city}}!')
  await publishDraft(welcome)
  await lock(scene, welcome)
  await edit(scene, welcome, 'welcome.message', 'Hello {{name}} of {{city}}!')
  ada = await visit(pathOf(welcome))
  page = ada.page
  await signIn(page, scene.ada.email)
  await heading('Welcome')
})
afterAll(async () => {
  await ada.close()
  await scene.close()
})
beforeEach(async () => {
  await page.setViewportSize({ width: 1_100, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
})
afterEach(() => {
  const own = ada.problems.splice(0).filter((problem) => !/status of (404|409|412)|ERR_FAILED/.test(problem))
  expect([own, ada.foreign]).toEqual([[], []])
})

const apiOf = (id: string, place = '') => `/projects/${scene.projectId}/prompt-sets/${id}${place}`
const pathOf = (id: string, place = '') => `${scene.forge.url}/projects/${scene.projectId}/prompts/${id}${place}`
const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
const draftOf = (id: string): Promise<Draft> => scene.ada.request(Draft, apiOf(id, '/draft'))
const line = (text: string): Locator =>
  page.getByRole('list', { name: 'Versions' }).getByRole('listitem').filter({ hasText: text })

async function remove(promptSetId: string, id: string): Promise<void> {
  const { forge, ada: by } = scene
  const path = apiOf(promptSetId, `/prompts/${id}`)
  const headers = { 'if-match': '*' }
  await requestForge({ url: forge.url, token: by.token }, z.unknown(), { method: 'DELETE', path, headers })
}

async function publishDraft(prompt_set_id: string): Promise<void> {
  const path = `/projects/${scene.projectId}/environments/development/publications`
  await scene.ada.request(z.unknown(), path, { kind: 'publish', sets: [{ prompt_set_id, draft: true }] })
}

describe('the versions of a prompt set', () => {
  it('are listed from the page of the set, and any two are compared, at addresses that the back button knows', async () => {
    await page.goto(pathOf(welcome))
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    await heading('Versions of Welcome')
    await line('Runs in production').getByRole('link', { name: '1.0.0', exact: true }).waitFor()
    await line('Runs in development').getByRole('link', { name: '2.0.0-live.1', exact: true }).waitFor()
    expect(await line('2.0.0-live.1').textContent()).toContain('Ada, ')
    await page.getByRole('link', { name: 'Locked only' }).click()
    await line('2.0.0-live.1').waitFor({ state: 'detached' })

    const compare = page.getByRole('button', { name: /^Compare/ })
    expect(await compare.getAttribute('title')).toBe('Choose two to compare them.')
    await page.getByRole('checkbox', { name: 'Compare 1.0.0' }).check()
    await page.getByText('Choose one more to compare them.').first().waitFor()
    await page.getByRole('checkbox', { name: 'Compare 2.0.0' }).check()
    await page.getByRole('button', { name: 'Compare 1.0.0 with 2.0.0' }).click()
    await heading('Changes of Welcome')
    expect(page.url()).toContain('from=1.0.0&to=2.0.0')
    await page.getByText('One change breaks callers').waitFor()
    const text = page.getByRole('region', { name: 'Text of welcome.message' })
    await text.locator('ins', { hasText: 'city' }).waitFor()

    await page.getByRole('combobox', { name: 'To' }).selectOption('draft')
    await page.getByText('Locked as it is, the draft becomes').waitFor()
    await page.getByRole('button', { name: 'Swap the two' }).click()
    await page.getByRole('heading', { level: 2, name: 'Changes' }).waitFor()
    expect(page.url()).toContain('from=draft&to=1.0.0')
    await page.goBack()
    await page.goBack()
    await text.locator('ins', { hasText: 'back' }).waitFor()
    await page.goBack()
    await heading('Versions of Welcome')
    expect(page.url()).toContain('kind=locked')
  })

  it('are saved as the bytes that applications get, and verified by the browser', async () => {
    await page.goto(pathOf(welcome, '/versions/1.0.0'))
    await heading('Welcome 1.0.0')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download bundle' }).click(),
    ])
    const digest = createHash('sha256')
      .update(await readFile(await file.path()))
      .digest('hex')
    expect(file.suggestedFilename()).toBe('welcome-1.0.0.bundle.json')
    await page.getByText(digest).first().waitFor()
    const [taken] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download export' }).click(),
    ])
    expect(JSON.parse(await readFile(await taken.path(), 'utf8'))).toMatchObject({ format: 'anvil.export' })

    await page.getByRole('button', { name: 'Verify 1.0.0 in this browser' }).click()
    const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem')
    await checks.filter({ hasText: 'have the SHA-256 that stands above' }).waitFor()
    await checks.filter({ hasText: /The manifest of production, #\d+, names this digest/ }).waitFor()
    expect(await checks.filter({ hasText: 'Does not hold' }).count()).toBe(0)
    await page.getByText('Without believing FORGE').click()
    await page.getByText('openssl dgst -sha256 -r welcome-1.0.0.bundle.json').waitFor()
  })

  it('are restored as draft once it was shown what that replaces, and never over text that was not shown', async () => {
    const id = await write(scene, 'Replaced', { 'replaced.message': 'Welcome!', 'replaced.gone': 'Good bye.' })
    await lock(scene, id)
    await edit(scene, id, 'replaced.message', 'Hello!')
    await page.goto(pathOf(id, '/versions/1.0.0'))
    await page.getByRole('button', { name: 'Restore as draft …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore 1.0.0 as draft' })
    await dialog.getByText('There is a draft already.').waitFor()
    await dialog.getByRole('list', { name: 'Text replaced' }).getByText('replaced.message').waitFor()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download the draft' }).click(),
    ])
    expect(await readFile(await saved.path(), 'utf8')).toContain('Hello!')

    await edit(scene, id, 'replaced.gone', 'Written meanwhile')
    await dialog.getByRole('button', { name: 'Replace the draft by 1.0.0' }).click()
    await dialog.getByRole('alert').getByText('was changed since you read it').waitFor()
    expect((await draftOf(id)).snapshot['replaced.gone']).toMatchObject({ template: 'Written meanwhile' })
    await dialog.getByRole('button', { name: 'Show what the draft says now' }).click()
    await dialog.getByRole('list', { name: 'Text replaced' }).getByText('replaced.gone').waitFor()
    await dialog.getByRole('button', { name: 'Replace the draft by 1.0.0' }).click()
    await page.getByText('The draft says what 1.0.0 says now.').first().waitFor()
    await heading('Replaced')
    expect((await draftOf(id)).snapshot['replaced.message']).toMatchObject({ template: 'Welcome!' })
  })

  it('are compared and restored by the keyboard alone', async () => {
    const id = await write(scene, 'Keys', { 'keys.a': 'One' })
    await lock(scene, id)
    await edit(scene, id, 'keys.a', 'Two')
    await lock(scene, id)
    await page.goto(pathOf(id))
    await heading('Keys')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Go to' }).waitFor()
    await page.keyboard.type('versions of keys')
    await page.getByRole('option', { name: 'Versions of Keys', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await heading('Versions of Keys')
    await tabTo(page, 'Compare 1.0.1')
    await page.keyboard.press('Space')
    await tabTo(page, 'Compare 1.0.0')
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('region', { name: 'Text of keys.a' }).locator('del', { hasText: 'One' }).waitFor()
    await page.goBack()
    await heading('Versions of Keys')
    await tabTo(page, '1.0.0')
    await page.keyboard.press('Enter')
    await heading('Keys 1.0.0')
    await tabTo(page, 'Restore as draft …')
    await page.keyboard.press('Enter')
    await page.getByText('A new draft is opened').waitFor()
    await tabTo(page, 'Open a draft from 1.0.0')
    await page.keyboard.press('Enter')
    await page.getByText('The draft says what 1.0.0 says now.').first().waitFor()
    expect((await draftOf(id)).prompt_set.status).toBe('LIVE')
    await lock(scene, id)
    await publish(scene, 'production', id, '1.0.2')
    await expect.poll(() => scene.app.prompt('keys.a'), { timeout: 30_000 }).toBe('One')
  })

  it('stay in the dialog with what keeps them from being restored', async () => {
    const id = await write(scene, 'Moving', { 'moving.a': 'One', 'moving.b': 'Goes elsewhere' })
    await lock(scene, id)
    await scene.ada.request(z.unknown(), apiOf(id, '/status'), { status: 'LIVE' }, 'PUT')
    await remove(id, 'moving.b')
    await write(scene, 'Elsewhere', { 'moving.b': 'Came here' })
    await page.goto(pathOf(id, '/versions/1.0.0'))
    await page.getByRole('button', { name: 'Restore as draft …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('list', { name: 'Come back' }).getByText('moving.b').waitFor()
    await dialog.getByRole('button', { name: 'Replace the draft by 1.0.0' }).click()
    await dialog.getByRole('alert').getByText('Elsewhere').waitFor()
    await dialog.getByRole('button', { name: 'Replace the draft by 1.0.0' }).waitFor()
    expect(await draftOf(id)).toMatchObject({ snapshot: { 'moving.a': { template: 'One' } } })
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('show what new prompts say, and which texts of other sets came with them', async () => {
    const shared = await write(scene, 'Shared', { 'shared.tone': 'Be kind.' })
    await lock(scene, shared)
    const id = await write(scene, 'Including', { 'including.a': 'Alone' })
    await lock(scene, id)
    await edit(scene, id, 'including.a', '{{> shared.tone}} Together')
    await edit(scene, id, 'including.b', 'Quite new')
    await page.goto(pathOf(id, '/versions'))
    await line('LIVE status').getByRole('link', { name: 'Changes since 1.0.0' }).click()
    await page.getByRole('region', { name: 'Text of including.b' }).getByText('Quite new').waitFor()
    await page.getByRole('heading', { level: 3, name: 'Included texts' }).waitFor()
    await page.getByText('none → 1.0.0').waitFor()
    await lock(scene, id)
    await page.goto(pathOf(id, '/versions?from=1.0.0&to=1.1.0'))
    await page.getByRole('region', { name: 'Text of including.b' }).getByText('Quite new').waitFor()
    await page.getByRole('combobox', { name: 'From' }).selectOption('1.1.0')
    await page.getByText('Both say the same.').waitFor()
    await page.goto(pathOf(id, '/versions/1.1.0'))
    await page.getByText('including.b', { exact: true }).click()
    await page.getByRole('region', { name: 'Text of including.b' }).getByText('Quite new').waitFor()
    await page.getByRole('button', { name: 'Verify 1.1.0 in this browser' }).click()
    await page.getByText('No environment runs this version').waitFor()
    expect(await page.getByRole('list', { name: 'Checks' }).getByRole('listitem').count()).toBe(2)
  })

  it('are none at first, stay readable in an archived set, and are no page where there is no such number', async () => {
    const id = await write(scene, 'Young', { 'young.a': 'One' })
    await page.goto(pathOf(id, '/versions'))
    await page.getByText('No version was made yet.').waitFor()
    await page.getByRole('link', { name: 'Review and lock …' }).click()
    await heading('Review of Young')
    await lock(scene, id)
    await page.goto(pathOf(id, '/versions'))
    await line('1.0.0').waitFor()
    expect(await page.getByRole('button', { name: 'Compare two' }).or(page.getByRole('checkbox')).count()).toBe(0)
    await scene.ada.request(z.unknown(), apiOf(id), { archived: true }, 'PATCH')
    await page.goto(pathOf(id, '/versions/1.0.0'))
    await page.getByText('This prompt set is archived').first().waitFor()
    const restore = page.getByRole('button', { name: 'Restore as draft …' })
    expect(await restore.getAttribute('aria-disabled')).toBe('true')
    for (const number of ['9.9.9', 'one']) {
      await page.goto(pathOf(id, `/versions/${number}`))
      await heading('There is no such page')
    }
  })

  it('that are not there are told of where they are compared, and so is what FORGE can not answer', async () => {
    await page.goto(pathOf(welcome, '/versions?from=9.9.9&to=draft'))
    await page.getByRole('alert').getByText('This prompt set has no version 9.9.9.').waitFor()
    await page.getByRole('combobox', { name: 'From' }).selectOption('2.0.0')
    await page.getByText('Locked as it is, the draft becomes').waitFor()
    await page.route('**/api/v1/**/versions', (route) => route.abort())
    await page.goto(pathOf(welcome, '/versions'))
    await page.getByRole('alert').getByText('FORGE does not answer').waitFor()
    expect(await audit(page)).toEqual([])
    await page.unroute('**/api/v1/**/versions')
    await page.getByRole('button', { name: 'Retry' }).click()
    await line('Runs in production').waitFor()
  })
})
