import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { BOTH_WAYS, type Hands, signInBy } from './support/hands.js'
import { focused } from './support/keyboard.js'
import { type Actor, firstAdmin, newProject } from './support/people.js'
import { startAppBy } from './support/release-scene.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Actor
let projectId: string
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
})
beforeEach(async () => {
  projectId = (await newProject(ada)).id
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => forge.close())

const SECRET = /anv_[\w-]+/
const copied = async (page: Page) => String(await page.evaluate('navigator.clipboard.readText()'))
const rowOf = (page: Page, state: string) =>
  page.getByRole('row', { name: /The shop/ }).filter({ has: page.getByRole('cell', { name: state, exact: true }) })

/** Generates a token; answers the lines for the application's .env, as they were copied. */
async function generate({ press, write, choose }: Hands, page: Page): Promise<string> {
  const dialog = page.getByRole('dialog')
  await press(page.getByRole('button', { name: 'Generate token' }))
  await write(dialog.getByLabel('Name'), 'The shop')
  await choose(dialog.getByLabel('Environment'), 'Production')
  await press(dialog.getByRole('button', { name: 'Generate token' }))
  await press(dialog.getByRole('button', { name: 'Copy the lines for .env' }))
  await dialog.getByText('Copied').first().waitFor()
  const lines = await copied(page)
  const value = SECRET.exec(lines)?.[0] ?? 'no value'
  expect(await dialog.textContent()).not.toContain(value)
  await press(dialog.getByRole('button', { name: 'Show the value' }))
  await dialog.getByText(value, { exact: true }).waitFor()
  await press(dialog.getByRole('button', { name: 'Done' }))
  await dialog.waitFor({ state: 'detached' })
  return lines
}

/** Shows the value of the token again; answers it, as it was copied. */
async function reveal({ press }: Hands, page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'The value of “The shop”' })
  await press(page.getByRole('button', { name: 'Show value: The shop' }))
  await press(dialog.getByRole('button', { name: 'Show the value' }))
  const shown = SECRET.exec((await dialog.getByText(SECRET).textContent()) ?? '')?.[0]
  await press(dialog.getByRole('button', { name: 'Copy the value' }))
  await dialog.getByText('Copied').first().waitFor()
  await press(dialog.getByRole('button', { name: 'Close' }))
  await dialog.waitFor({ state: 'detached' })
  expect(shown).toBe(await copied(page))
  return shown ?? ''
}

/** Puts a new token in the place of the one there is; answers its value. */
async function rotate({ press }: Hands, page: Page): Promise<string> {
  const dialog = page.getByRole('dialog')
  await press(page.getByRole('button', { name: 'Rotate: The shop' }))
  await press(dialog.getByRole('button', { name: 'Rotate token' }))
  await page.getByRole('dialog', { name: 'Your new token' }).waitFor()
  await press(dialog.getByRole('button', { name: 'Copy the value' }))
  await dialog.getByText('Copied').first().waitFor()
  await press(dialog.getByRole('button', { name: 'Done' }))
  await dialog.waitFor({ state: 'detached' })
  return copied(page)
}

/** Asks for the end of the older token until its user is named, as FORGE notes the use of a token a little later. */
async function askToRevoke({ press }: Hands, page: Page): Promise<void> {
  const asking = async () => {
    await press(page.getByRole('button', { name: 'Revoke: The shop' }).last())
    await page.getByText(/used it in the last day/).waitFor()
    const text = (await page.getByRole('dialog').textContent()) ?? ''
    if (!text.includes('shop on')) await press(page.getByRole('dialog').getByRole('button', { name: 'Keep it' }))
    return text
  }
  await expect.poll(asking).toContain('One instance has used it in the last day:')
}

it.each(BOTH_WAYS)(
  'generates, copies, shows, rotates and revokes a token, and sees who is cut off, %s',
  async (_how, hands) => {
    const { page, problems, foreign, close } = await visit(`${forge.url}/projects/${projectId}/tokens`)
    closers.push(close)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await signInBy(hands, page, ada.email)
    const lines = await generate(hands, page)
    await expect.poll(() => focused(page)).toBe('Access tokens')
    const app = await startAppBy(lines)
    closers.push(() => app.close())
    const fleet = await page.context().newPage()
    await fleet.goto(`${forge.url}/projects/${projectId}/fleet`)
    await fleet.getByRole('row', { name: /shop/ }).getByText('Current').waitFor()
    await page.bringToFront()

    const first = await reveal(hands, page)
    expect(lines).toContain(
      `ANVIL_FORGE_URL=${forge.url}\nANVIL_PROJECT_ID=${projectId}\nANVIL_ACCESS_TOKEN=${first}\n`,
    )
    expect(await rotate(hands, page)).not.toBe(first)
    await expect.poll(() => page.getByRole('button', { name: 'Revoke: The shop' }).count()).toBe(2)
    await askToRevoke(hands, page)
    expect(await audit(page)).toEqual([])
    await hands.press(page.getByRole('button', { name: 'Revoke and cut off 1 instance', exact: true }))

    await rowOf(page, 'Revoked').waitFor()
    await page.getByRole('listitem').filter({ hasText: '“The shop” is revoked.' }).waitFor()
    await fleet.getByRole('row', { name: /shop/ }).getByText('Silent').waitFor()
    await expect.poll(() => app.status().state).toBe('ERROR')
    const revoke = rowOf(page, 'Revoked').getByRole('button', { name: 'Revoke: The shop' })
    expect(await revoke.getAttribute('aria-disabled')).toBe('true')
    expect(await revoke.getAttribute('title')).toBe('It is revoked, for good. Generate a new one.')
    expect([problems, foreign]).toEqual([[], []])
  },
)
