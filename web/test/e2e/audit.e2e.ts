import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AuditPage, Environment, ForgeInfo, Project, Prompt, PromptSet } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { type Actor, addBen, firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

const MANY = 60
const CLI = fileURLToPath(new URL('../../../forge/dist/cli/main.js', import.meta.url))
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

const linesOf = (page: Page) => page.getByRole('list', { name: 'Audit trail' }).getByRole('listitem')

async function open(options: BrowserOptions = {}, email = ada.email): Promise<Visit> {
  const seen = await visit(`${forge.url}/projects/${projectId}/audit`, options)
  await signIn(seen.page, email)
  await seen.page.getByText(`made the prompt welcome.p${MANY - 1} in Onboarding`).waitFor()
  return seen
}

describe('the audit trail', () => {
  it('says who did what, opens to the details, goes back in time, and is filtered in the address', async () => {
    const { page, problems, close } = await open()
    try {
      const lines = linesOf(page)
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
      expect(await page.locator('nav[aria-label="Areas"] [aria-current]').allInnerTexts()).toEqual(['Project'])
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
      await linesOf(page).first().waitFor()
      const isAtEntry = () => page.evaluate('document.activeElement.matches("li summary")')
      for (let step = 0; step < 60 && (await isAtEntry()) !== true; step++) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await linesOf(page).first().getByText('prompt.created').waitFor()
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
      await linesOf(page).locator('summary').first().click()
      expect(await audit(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width ?? 1_100)
    } finally {
      await close()
    }
  })
})

describe('what an entry of the trail says', () => {
  it('is by what means, from where and what was before, at an address of its own', async () => {
    const other = (await newProject(ada)).id
    await ada.request(Project, `/projects/${other}`, { required_approvals: 2, description: 'Ours' }, 'PATCH')
    await ada.request(Environment, `/projects/${other}/environments/production`, { name: 'Live' }, 'PATCH')
    const { page, problems, close } = await visit(`${forge.url}/projects/${other}/audit?action=project.changed`)
    try {
      await signIn(page, ada.email)
      const line = linesOf(page)
      await line.getByText('changed the settings of the project').click()
      expect(await line.count()).toBe(1)
      const change = line.getByRole('group', { name: 'Before and after' })
      expect((await change.innerText()).replace(/\s+/g, ' ')).toBe(
        'description before: nothing → after: Ours required approvals before: 1 → after: 2',
      )
      await line.getByText('A person who was signed in').waitFor()
      await line.getByText('127.0.0.1').waitFor()
      await line.getByText(/#\d+ of the chain, [0-9a-f]{64}/).waitFor()
      await line.getByRole('link', { name: /^Entry \d+ alone$/ }).click()
      const { entries } = await ada.request(AuditPage, `/projects/${other}/audit?action=project.changed`)
      await page.getByRole('heading', { name: `Entry #${entries[0]?.number}`, exact: true }).waitFor()
      expect(new URL(page.url()).pathname).toBe(`/projects/${other}/audit/${entries[0]?.number}`)
      await page.getByText(entries[0]?.request_id ?? 'none').waitFor()
      expect(await audit(page)).toEqual([])
      await page.reload()
      await page.getByRole('group', { name: 'Before and after' }).getByText('Ours').waitFor()
      expect(problems).toEqual([])
      for (const lost of ['999999999', 'first', entries[0]?.number]) {
        const project = typeof lost === 'number' ? projectId : other
        await page.goto(`${forge.url}/projects/${project}/audit/${lost}`)
        await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
      }
    } finally {
      await close()
    }
  })
})

describe('the trail of some days, or of an action', () => {
  it('stands in the address, and is the same after a reload and back', async () => {
    const { page, problems, close } = await open()
    try {
      await page.getByLabel('Action').selectOption('prompt_set.created')
      await linesOf(page).getByText('made the prompt set Onboarding').waitFor()
      expect(await linesOf(page).count()).toBe(1)
      await page.getByLabel('From').fill('2020-01-01')
      await page.getByLabel('To', { exact: true }).fill('2020-12-31')
      await page.getByText('Nobody did anything of this kind.').waitFor()
      const { searchParams } = new URL(page.url())
      expect(searchParams.get('action')).toBe('prompt_set.created')
      expect(Date.parse(searchParams.get('from') ?? '')).toBe(new Date('2020-01-01T00:00:00.000').getTime())
      expect(Date.parse(searchParams.get('to') ?? '')).toBe(new Date('2020-12-31T23:59:59.999').getTime())
      await page.reload()
      expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('2020-12-31')
      expect(await page.getByLabel('Action').inputValue()).toBe('prompt_set.created')
      await page.getByLabel('To', { exact: true }).fill('')
      await linesOf(page).getByText('made the prompt set Onboarding').waitFor()
      await page.goBack()
      await page.getByText('Nobody did anything of this kind.').waitFor()
      await page.goto(`${forge.url}/projects/${projectId}/audit?action=moon.landed&from=never&to=1`)
      await page.getByText('Nobody did anything of this kind.').waitFor()
      expect(await page.getByLabel('Action').inputValue()).toBe('moon.landed')
      expect(problems).toEqual([])
    } finally {
      await close()
    }
  })
})

describe('the chain of the trail', () => {
  it('is told as FORGE reports it, saved by an admin, and proven by the command that the page names', async () => {
    const { page, problems, close } = await open()
    try {
      const chain = page.getByRole('region', { name: 'Chain' })
      await chain.getByText(/^As FORGE reports, the chain of Engines is sealed up to #\d+/).waitFor()
      await chain.getByText('Verify it without believing FORGE').click()
      expect(await chain.locator('code').last().innerText()).toMatch(/^anvil-forge audit verify anvil-audit\.jsonl/)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export the organisation’s trail' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('anvil-audit.jsonl')
      const { root_key } = await ada.request(ForgeInfo, '/forge')
      const args = [CLI, 'audit', 'verify', await download.path(), '--root-key', root_key, '--json']
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} })
      expect(JSON.parse(stdout)).toMatchObject({ chain: ada.organisationId, first: { seq: 1 }, revoked: 0 })
      await page.reload()
      await chain.getByText(/with a signed checkpoint of #\d+ made/).waitFor()
      await page.getByLabel('From').fill('2020-01-01')
      await page.getByRole('button', { name: 'Export these days of the organisation' }).waitFor()
      expect(await audit(page)).toEqual([])
      expect(problems).toEqual([])
    } finally {
      await close()
    }
  })

  it('is no member’s to export, who hears why', async () => {
    const ben = await addBen(forge, ada)
    const { page, problems, close } = await open({}, ben.email)
    try {
      const button = page.getByRole('button', { name: 'Export the organisation’s trail' })
      expect(await button.getAttribute('aria-disabled')).toBe('true')
      expect(await button.getAttribute('title')).toBe(
        'Only an owner or admin of Engines may read the audit trail of the whole organisation, and you are a member there. Ask one of them.',
      )
      await button.focus()
      await page.keyboard.press('Enter')
      await page.getByText('Its owners and admins see how far').waitFor()
      expect(await audit(page)).toEqual([])
      expect(problems).toEqual([])
    } finally {
      await close()
    }
  })
})
