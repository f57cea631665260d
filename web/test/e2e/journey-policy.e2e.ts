import { Checks, Policy, Waiver } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { BOTH_WAYS, type Hands } from './support/hands.js'
import { type Actor, addBen, firstAdmin, newProject, signIn } from './support/people.js'
import { write } from './support/release-scene.js'
import { type OpenForge, openForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

const SECRET = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Actor & { token: string }
let ben: Actor & { token: string }
let projectId: string

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  ben = await addBen(forge, ada)
})
beforeEach(async () => {
  projectId = (await newProject(ada)).id
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})
afterAll(() => forge.close())

async function open(who: Actor, place: string): Promise<Visit> {
  const visited = await visit(`${forge.url}/projects/${projectId}/${place}`)
  closers.push(visited.close)
  await signIn(visited.page, who.email)
  return visited
}

const findings = ({ page }: Visit) => page.getByRole('list', { name: 'Found by the policy' })

describe('a policy blocks, and a waiver', () => {
  it.each(BOTH_WAYS)('lets through until it is taken back, %s', async (_, { press, write: type, choose }: Hands) => {
    const id = await write({ ada, projectId }, 'Onboarding', { 'welcome.mail': `Hello {{name}}\n${SECRET}` })
    const author = await open(ada, `prompts/${id}/review`)
    const { page } = author
    await findings(author).getByText('Line 2 holds what looks like a GitHub token').waitFor()
    await findings(author).getByText('Blocks').waitFor()
    expect(await audit(page)).toEqual([])
    await press(page.getByRole('button', { name: 'Request review' }))
    const dialog = page.getByRole('dialog')
    await press(dialog.getByRole('button', { name: 'Request review' }))
    await dialog.getByText('The policy of this project stops this draft by 1 finding').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await press(page.getByRole('button', { name: 'Ask for a waiver: welcome.mail, secrets' }))
    await type(page.getByLabel('Reason'), 'A made-up token for the tour')
    await choose(page.getByLabel('Ends'), 'In a week')
    expect(await audit(page)).toEqual([])
    await press(page.getByRole('button', { name: 'Ask for the waiver' }))
    await page.getByText(/^Ada asks for a waiver until .*: A made-up token for the tour$/).waitFor()
    const give = page.getByRole('button', { name: 'Give waiver: welcome.mail, secrets' })
    expect(await give.getAttribute('aria-disabled')).toBe('true')
    const reviewer = await open(ben, `prompts/${id}/review`)
    await press(reviewer.page.getByRole('button', { name: 'Give waiver: welcome.mail, secrets' }))
    await reviewer.page.getByText(/^Waived by Ben until/).waitFor()
    expect(await audit(reviewer.page)).toEqual([])
    await page.getByText(/^Waived by Ben until/).waitFor()
    await press(page.getByRole('button', { name: 'Request review' }))
    await press(dialog.getByRole('button', { name: 'Request review' }))
    await page.getByText('waiting for approval').first().waitFor()
    await press(reviewer.page.getByRole('button', { name: 'Take the waiver back: welcome.mail, secrets' }))
    await page.getByText(/^Ben took the waiver back/).waitFor()
    await findings(author).getByText('Blocks').waitFor()
  })

  it('that expires lets nothing through any more, and says so', async () => {
    const id = await write({ ada, projectId }, 'Brief', { 'brief.mail': SECRET })
    const place = `/projects/${projectId}/prompt-sets/${id}`
    const { findings: found } = await ada.request(Checks, `${place}/checks`)
    const expires_at = new Date(Date.now() + 6_000).toISOString()
    const asked = { fingerprint: found[0]?.fingerprint, reason: 'For a moment', expires_at }
    const { id: waiverId } = await ada.request(Waiver, `${place}/waivers`, asked)
    const given = await ben.request(Waiver, `${place}/waivers/${waiverId}/give`, undefined, 'POST')
    expect(given.state).toBe('given')
    const seen = await open(ada, `prompts/${id}/review`)
    await seen.page.getByText(/^The waiver expired at .*: For a moment$/).waitFor()
    await findings(seen).getByText('Blocks').waitFor()
    await seen.page.getByRole('button', { name: 'Request review' }).click()
    const dialog = seen.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Request review' }).click()
    await dialog.getByText('(Its waiver has expired.)').waitFor()
  })
})

describe('the page of a policy', () => {
  it('shows the rules, says what is wrong with which line, tries a document, and puts it in force', async () => {
    await write({ ada, projectId }, 'Onboarding', { 'welcome.mail': 'Say cheese' })
    const { page } = await open(ada, 'policy')
    await page.getByRole('row', { name: /^Secrets Blocks/ }).waitFor()
    await page.getByText('The usual policy is in force').waitFor()
    const field = page.getByLabel('Document (YAML)')
    const save = page.getByRole('button', { name: 'Put policy 1 in force' })
    expect(await save.getAttribute('aria-disabled')).toBe('true')
    await field.fill('format: 1\nrules:\n  size: { level: loud }\n')
    await save.click()
    await page.getByText(/^Line 3: rules\.size\.level: /).waitFor()
    expect(await audit(page)).toEqual([])
    await field.fill('# Ours\nformat: 1\nrules:\n  banned_phrases: { phrases: [say cheese] }\n')
    await page.getByRole('button', { name: 'Try on the drafts' }).click()
    await page.getByText('It finds one thing, of which 1 would block.').waitFor()
    await save.click()
    await page.getByText('Policy 1 is in force.').first().waitFor()
    await page.getByText('phrases: say cheese').waitFor()
    await page.getByText(/^Policy 1, by Ada/).click()
    await page.getByLabel('What policy 1 changed').getByText('# Ours').first().waitFor()
    expect(await audit(page)).toEqual([])
    expect((await ada.request(Policy, `/projects/${projectId}/policy`)).yaml).toContain('# Ours')
  })

  it('keeps what is being written through a reload and for its writer alone, and marks what is wrong at its line', async () => {
    const { page } = await open(ada, 'policy')
    const field = page.getByLabel('Document (YAML)')
    await field.fill('format: 1\nrules:\n  size: { level: loud }\n')
    await page.getByRole('button', { name: 'Try on the drafts' }).click()
    await page.getByText(/^Line 3: rules\.size\.level: /).waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.cm-lint-marker-error').count()).toBe(1)
    await page.reload()
    await page.getByText('What you wrote and did not put in force was found in this browser.').waitFor()
    expect(await field.innerText()).toContain('level: loud')
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('link', { name: 'Policy', exact: true }).click()
    await page.getByRole('button', { name: 'Back to policy 0' }).click()
    await page.getByText('A text of yours is set aside in this browser.').waitFor()
    expect(await field.innerText()).not.toContain('level: loud')
    await page.getByRole('button', { name: 'Bring it back' }).click()
    await page.getByText('level: loud').waitFor()
    await page.getByRole('button', { name: /^You: / }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(page, ben.email)
    await page.getByRole('button', { name: 'You: Ben' }).waitFor()
    await page.goto(`${forge.url}/projects/${projectId}/policy`)
    await page.getByText('The usual policy is in force').waitFor()
    expect(await field.innerText()).not.toContain('level: loud')
    expect(await field.getAttribute('aria-readonly')).toBe('true')
    await page
      .getByRole('paragraph')
      .filter({ hasText: /^Only an admin of .* may / })
      .waitFor()
    await page.getByRole('button', { name: 'Try on the drafts' }).and(page.locator('[aria-disabled]')).waitFor()
  })

  it('puts mine and theirs together when another policy comes meanwhile', async () => {
    const path = `/projects/${projectId}/policy`
    const { page } = await open(ada, 'policy')
    const field = page.getByLabel('Document (YAML)')
    await page.getByText('The usual policy is in force').waitFor()
    await field.fill('format: 1 # mine\n')
    const theirs = async (seen: number, body: string) => {
      const { status } = await fetch(`${forge.url}/api/v1${path}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${ada.token}`,
          'content-type': 'application/yaml',
          'if-match': `"${seen}"`,
        },
        body,
      })
      expect(status).toBe(200)
    }
    await theirs(0, 'format: 1 # theirs\n')
    const conflict = (number: number) =>
      page.getByRole('heading', { name: new RegExp(`put policy ${number} in force while you were writing`) })
    await conflict(1).waitFor()
    expect(await field.innerText()).toContain('# mine')
    await page.getByRole('button', { name: 'Put policy 2 in force' }).and(page.locator('[aria-disabled]')).waitFor()
    expect(await audit(page)).toEqual([])
    await page.getByRole('group', { name: 'difference 1 of 1' }).getByRole('radio', { name: 'Theirs' }).check()
    await page.getByRole('button', { name: 'Go on with the merged text' }).click()
    await conflict(1).waitFor({ state: 'detached' })
    expect(await field.innerText()).toContain('# theirs')
    await field.fill('format: 1 # mine again\n')
    await theirs(1, 'format: 1 # theirs again\n')
    await conflict(2).waitFor()
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('button', { name: 'Put policy 3 in force' }).click()
    await page.getByText('Policy 3 is in force.').first().waitFor()
    expect((await ada.request(Policy, path)).yaml.trim()).toBe('format: 1 # mine again')
    expect(await page.getByText('set aside').count()).toBe(0)
  })

  it('sets aside what is written where theirs is taken, and keeps what is written while a text is being saved', async () => {
    const path = `/projects/${projectId}/policy`
    const { page } = await open(ada, 'policy')
    const field = page.getByLabel('Document (YAML)')
    await page.getByText('The usual policy is in force').waitFor()
    await field.fill('format: 1 # mine\n')
    await fetch(`${forge.url}/api/v1${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/yaml', 'if-match': '"0"' },
      body: 'format: 1 # theirs\n',
    })
    await page.getByRole('button', { name: 'Take theirs' }).click()
    expect(await field.innerText()).toContain('# theirs')
    await page.reload()
    await page.getByText('A text of yours is set aside in this browser.').waitFor()
    await page.getByRole('button', { name: 'Bring it back' }).click()
    expect(await field.innerText()).toContain('# mine')
    let goOn: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      void page.route(`**${path}`, async (route) => {
        if (route.request().method() !== 'PUT') return route.continue()
        resolve()
        await new Promise<void>((answer) => (goOn = answer))
        return route.continue()
      })
    })
    await page.getByRole('button', { name: 'Put policy 2 in force' }).click()
    await asked
    await field.fill('format: 1 # mine, and more\n')
    goOn()
    await page.getByText('Policy 2 is in force.').first().waitFor()
    await page.unroute(`**${path}`)
    expect(await field.innerText()).toContain('# mine, and more')
    expect((await ada.request(Policy, path)).yaml.trim()).toBe('format: 1 # mine')
    await page.getByRole('button', { name: 'Put policy 3 in force' }).click()
    await page.getByText('Policy 3 is in force.').first().waitFor()
    expect((await ada.request(Policy, path)).yaml.trim()).toBe('format: 1 # mine, and more')
  })
})
