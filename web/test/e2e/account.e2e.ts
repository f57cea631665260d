import type { Project } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { auditEveryLook } from './support/audit.js'
import { BOTH_WAYS } from './support/hands.js'
import { tabTo } from './support/keyboard.js'
import { type Actor, firstAdmin, newProject, PASSWORD, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Actor
let project: Project
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  project = await newProject(ada)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => forge.close())

async function inside(path: string): Promise<Page> {
  const { page, close } = await visit(`${forge.url}${path}`)
  closers.push(close)
  await signIn(page, ada.email)
  await page.getByRole('button', { name: /^You: / }).waitFor()
  return page
}
const said = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text }).waitFor()

it.each(BOTH_WAYS)('ends a session elsewhere, whose page hears of it at once, %s', async (_how, { press }) => {
  const elsewhere = await inside(`/projects/${project.id}`)
  const goodbye = new Promise<string>((resolve) => {
    elsewhere.on('websocket', (line) =>
      line.on('framereceived', ({ payload }) => String(payload).includes('session_ended') && resolve('told')),
    )
  })
  const listening = elsewhere.waitForEvent('websocket')
  await elsewhere.reload()
  await listening
  const page = await inside('/organisations')
  await press(page.getByRole('button', { name: /^You: / }))
  await tabTo(page, page.getByRole('menuitem', { name: 'Your account' }), 'ArrowDown')
  await page.keyboard.press('Enter')
  const row = page.getByRole('row', { name: /Chrome \d+ on Linux/ })
  await expect.poll(() => row.count()).toBeGreaterThan(1)
  const mine = row.filter({ hasText: 'this browser' }).getByRole('button')
  expect([await mine.getAttribute('aria-disabled'), await mine.getAttribute('title')]).toEqual([
    'true',
    'This is the session of this browser. Sign out to end it.',
  ])
  await press(row.filter({ hasNotText: 'this browser' }).getByRole('button').first())
  await said(page, 'is ended')
  await press(page.getByRole('button', { name: 'End all others' }))
  expect(await goodbye).toBe('told')
  await elsewhere.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  const others = page.getByRole('button', { name: 'End all others' })
  await expect.poll(() => others.getAttribute('title')).toBe('You have no other session.')
})

it('changes the name and the password, and refuses a wrong old one', async () => {
  const page = await inside('/account')
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.getByRole('button', { name: 'You: Ada Lovelace' }).waitFor()
  await page.getByLabel('Password of now').fill('a wrong password')
  await page.getByLabel('New password').fill('another horse battery')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByRole('alert').getByText('This is not your password of now').waitFor()
  expect(await page.getByLabel('New password').inputValue()).toBe('another horse battery')
  await page.getByLabel('Password of now').fill(PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await said(page, 'Your password is changed.')
  expect(await page.getByLabel('New password').inputValue()).toBe('')
  expect(await auditEveryLook(page)).toEqual([])
})
