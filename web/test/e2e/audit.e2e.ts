import { Prompt, PromptSet } from '@anvil/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { type Actor, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

const MANY = 60
let forge: OpenForge
let ada: Actor
let projectId: string

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  projectId = (await newProject(ada)).id
  const set = await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name: 'Onboarding' })
  for (let at = 0; at < MANY; at++) {
    const prompt = { id: `welcome.p${at}`, kind: 'text', template: 'Hi {{name}}' }
    await ada.request(Prompt, `/projects/${projectId}/prompt-sets/${set.id}/prompts`, prompt)
  }
})
afterAll(() => forge.close())

async function open(options: BrowserOptions = {}): Promise<Visit> {
  const seen = await visit(`${forge.url}/projects/${projectId}/audit`, options)
  await signIn(seen.page, ada.email)
  await seen.page.getByText(`made the prompt welcome.p${MANY - 1} in Onboarding`).waitFor()
  return seen
}

describe('the audit trail', () => {
  it('says who did what, opens to the details, goes back in time, and is filtered in the address', async () => {
    const { page, problems, close } = await open()
    try {
      const lines = page.getByRole('list', { name: 'Audit trail' }).getByRole('listitem')
      expect(await lines.count()).toBe(50)
      expect(await lines.first().innerText()).toMatch(/^Ada made the prompt welcome\.p59 in Onboarding/)
      await lines.first().locator('summary').click()
      await lines.first().getByText('prompt.created').waitFor()
      expect(await lines.first().getByLabel('Details').innerText()).toContain('"revision": 61')
      expect(await audit(page)).toEqual([])
      await page.getByRole('button', { name: 'Show older' }).click()
      await page.getByText('made the prompt set Onboarding').waitFor()
      await page.getByRole('link', { name: 'Project', exact: true }).click()
      await page.getByText('Ada made the project').waitFor()
      expect([await lines.count(), new URL(page.url()).search]).toEqual([1, '?area=project'])
      await page.getByRole('link', { name: 'Reviews' }).last().click()
      await page.getByText('Nobody did anything of this kind.').waitFor()
      await page.goBack()
      await page.getByText('Ada made the project').waitFor()
      await page.getByLabel('By').selectOption({ index: 1 })
      await expect.poll(() => new URL(page.url()).search).toMatch(/area=project&person=/)
      await page.reload()
      await page.getByText('Ada made the project').waitFor()
      expect(problems).toEqual([])
    } finally {
      await close()
    }
  })

  it('is gone to, opened and read by keyboard alone', async () => {
    const { page, close } = await open()
    try {
      await page.keyboard.press('g')
      await page.keyboard.press('h')
      await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Audit' }).waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('a')
      await page.locator('summary').first().waitFor()
      const focused = () => page.evaluate('document.activeElement.tagName')
      for (let step = 0; step < 60 && (await focused()) !== 'SUMMARY'; step++) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByText('prompt.created').first().waitFor()
    } finally {
      await close()
    }
  })

  it.each<[string, BrowserOptions]>([
    ['dark', { dark: true }],
    ['narrow', { width: 320 }],
  ])('is accessible (%s)', async (_how, options) => {
    const { page, close } = await open(options)
    try {
      await page.locator('summary').first().click()
      expect(await audit(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width ?? 1_100)
    } finally {
      await close()
    }
  })
})
