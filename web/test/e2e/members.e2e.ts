import {
  EnvironmentList,
  IssuedApiKey,
  IssuedInvitation,
  MemberList,
  OwnProject,
  Project,
  requestForge,
} from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { audit, auditEveryLook } from './support/audit.js'
import { BOTH_WAYS, type Hands, signInBy } from './support/hands.js'
import { type Actor, addBen, addPerson, firstAdmin, newProject, PASSWORD, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let ada: Actor
let ben: Awaited<ReturnType<typeof addBen>>
let projectId: string
let members: string
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  ben = await addBen(forge, ada)
  projectId = (await newProject(ada)).id
  members = `/organisations/${ada.organisationId}/members`
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => forge.close())

async function open(address: string): Promise<Page> {
  const { page, close } = await visit(address.startsWith('http') ? address : `${forge.url}${address}`)
  closers.push(close)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  return page
}
async function inside(path: string, hands: Hands, email = ada.email): Promise<Page> {
  const page = await open(path)
  await signInBy(hands, page, email)
  return page
}
const dialogOf = (page: Page) => page.getByRole('dialog')
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const said = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text }).waitFor()

/** Invites somebody as an editor alone, on the page; answers the link. */
async function invite({ press, write }: Hands, page: Page, email: string): Promise<string> {
  const dialog = dialogOf(page)
  await press(page.getByRole('button', { name: 'Invite …' }))
  await write(dialog.getByLabel('E-mail'), email)
  for (const role of ['Reviewer', 'Publisher']) {
    const box = dialog.getByRole('checkbox', { name: role })
    await box.focus()
    await page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(false)
  }
  expect(await audit(page)).toEqual([])
  await press(dialog.getByRole('button', { name: 'Make the link' }))
  await press(dialog.getByRole('button', { name: 'Copy the link' }))
  await dialog.getByText('Copied').first().waitFor()
  const link = String(await page.evaluate('navigator.clipboard.readText()'))
  await press(dialog.getByRole('button', { name: 'Done' }))
  await dialog.waitFor({ state: 'detached' })
  return link
}

it.each(BOTH_WAYS)('invites somebody who makes an account, gives roles, and takes them out, %s', async (how, hands) => {
  const { press, write } = hands
  const name = `Cy ${how}`
  const email = `cy-${how.replaceAll(' ', '-')}@example.com`
  const page = await inside(members, hands)
  const link = await invite(hands, page, email)
  await row(page, email).getByText('editor', { exact: true }).waitFor()

  const door = await open(link)
  await door.getByText(`Ada invites ${email} to`).waitFor()
  expect(door.url()).toBe(`${forge.url}/join`)
  await write(door.getByLabel('Your name'), name)
  await write(door.getByLabel('Password'), PASSWORD)
  expect(await audit(door)).toEqual([])
  await press(door.getByRole('button', { name: 'Make account and join Engines' }))
  await door.getByRole('heading', { level: 1, name: 'Engines' }).waitFor()
  await door.goto(`${forge.url}/projects/${projectId}/tokens`)
  const generate = door.getByRole('button', { name: 'Generate token' })
  await expect.poll(() => generate.getAttribute('aria-disabled')).toBe('true')

  await page.goto(`${forge.url}/projects/${projectId}/members`)
  await press(page.getByRole('button', { name: `Change roles: ${name}` }))
  await dialogOf(page).getByRole('checkbox', { name: 'Admin' }).focus()
  await page.keyboard.press('Space')
  await press(dialogOf(page).getByRole('button', { name: 'Save roles' }))
  await row(page, name).getByText('this project').waitFor()
  await expect.poll(() => generate.getAttribute('aria-disabled')).toBeNull()
  await press(page.getByRole('button', { name: `Change roles: ${name}` }))
  await press(dialogOf(page).getByRole('button', { name: 'As the organisation says' }))
  await row(page, name).getByText('the organisation').waitFor()
  await expect.poll(() => generate.getAttribute('aria-disabled')).toBe('true')

  await press(page.getByRole('link', { name: 'Members of the organisation' }))
  await press(page.getByRole('button', { name: `Change roles: ${name}` }))
  await hands.choose(
    dialogOf(page).getByLabel('In the organisation'),
    'Admin: every role in every project, makes projects and invites',
  )
  await press(dialogOf(page).getByRole('button', { name: 'Save roles' }))
  await row(page, name).getByText('every role').waitFor()
  await expect.poll(() => generate.getAttribute('aria-disabled')).toBeNull()
  await press(page.getByRole('button', { name: `Remove: ${name}` }))
  await dialogOf(page).getByText('no longer admin there').waitFor()
  await press(dialogOf(page).getByRole('button', { name: `Take ${name} out` }))
  await row(page, name).waitFor({ state: 'detached' })
  await door.reload()
  await door.getByRole('heading', { name: 'There is no such page' }).waitFor()
})

const issue = (email: string) =>
  ada.request(IssuedInvitation, `/organisations/${ada.organisationId}/invitations`, { email })

it('says of a link that it is withdrawn, is for somebody else, or is not whole', async () => {
  const { invitation, secret } = await issue('di@example.com')
  const page = await open(`/join#${secret}`)
  await page.getByText('Ada invites di@example.com to').waitFor()
  const admin = await open(members)
  await signIn(admin, ada.email)
  await admin.getByRole('button', { name: `Withdraw: ${invitation.email}` }).click()
  await said(admin, 'is withdrawn. Its link opens nothing.')
  expect(await auditEveryLook(admin)).toEqual([])
  await page.getByLabel('Your name').fill('Di')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make account and join Engines' }).click()
  await page.getByRole('alert').getByText('This invitation is withdrawn. Ask Ada for another.').waitFor()

  const { secret: other } = await issue('ed@example.com')
  await admin.goto(`${forge.url}/join#${other}`)
  await admin.getByText(`You are signed in as ${ada.email}, and this invitation is for ed@example.com.`).waitFor()
  expect(await auditEveryLook(admin)).toEqual([])
  await admin.getByRole('button', { name: 'Sign out' }).click()
  await admin.getByRole('button', { name: 'Make account and join Engines' }).waitFor()
  await admin.reload()
  await admin.getByText('needs the whole link').waitFor()
  await page.goto(`${forge.url}/join#nothing`)
  await page.getByText('This link opens no invitation.').waitFor()
})

it('lets a member leave and come back by a link, and the last owner do neither', async () => {
  const page = await open(members)
  await signIn(page, ben.email)
  const change = page.getByRole('button', { name: 'Change roles: Ada' })
  await expect.poll(() => change.getAttribute('title')).toContain('Only an owner of Engines may make or change owners')
  expect(await page.getByRole('button', { name: 'Invite …' }).getAttribute('title')).toContain(
    'Only an owner or admin of Engines',
  )
  await page.getByRole('button', { name: 'Leave: Ben' }).click()
  await dialogOf(page).getByRole('button', { name: 'Leave Engines' }).click()
  await page.getByText('You belong to no organisation yet.').waitFor()
  await expect(ben.request(OwnProject, `/projects/${projectId}`)).rejects.toMatchObject({ code: 'project.not_found' })

  const { secret } = await issue(ben.email)
  const back = await open(`/join#${secret}`)
  await back.getByText(`${ben.email} has an account here.`).waitFor()
  await back.getByLabel('Password').fill(PASSWORD)
  await back.getByRole('button', { name: 'Sign in' }).click()
  await back.getByRole('button', { name: 'Join Engines' }).click()
  await said(back, 'Welcome to Engines.')
  const { members: now } = await ada.request(MemberList, `/organisations/${ada.organisationId}/members`)
  expect(now.map(({ name }) => name)).toContain('Ben')

  const owner = await open(members)
  await signIn(owner, ada.email)
  const leave = owner.getByRole('button', { name: 'Leave: Ada' })
  await expect.poll(() => leave.getAttribute('title')).toContain('The last owner stays one.')
})

it.each(BOTH_WAYS)('makes an API key, tries it, and ends it, %s', async (how, hands) => {
  const { press, write } = hands
  const name = `CI ${how}`
  const page = await inside('/account', hands)
  const dialog = dialogOf(page)
  await press(page.getByRole('button', { name: 'Make an API key' }))
  await write(dialog.getByLabel('Name'), name)
  await dialog.getByRole('checkbox', { name: 'draft', exact: true }).focus()
  await page.keyboard.press('Space')
  expect(await audit(page)).toEqual([])
  await press(dialog.getByRole('button', { name: 'Make API key' }))
  await press(dialog.getByRole('button', { name: 'Copy the line' }))
  await dialog.getByText('Copied').first().waitFor()
  const token = /Bearer ([^']+)'/.exec(String(await page.evaluate('navigator.clipboard.readText()')))?.[1] ?? ''
  expect(await dialog.textContent()).not.toContain(token)
  await press(dialog.getByRole('button', { name: 'Show the value' }))
  await dialog.getByText(token, { exact: true }).waitFor()
  await press(dialog.getByRole('button', { name: 'Done' }))
  const look = () => requestForge({ url: forge.url, token }, OwnProject, { path: `/projects/${projectId}` })
  expect((await look()).rights).toEqual(['project.read', 'draft.write', 'review.request', 'review.comment'])
  await row(page, name).getByText('read, draft').waitFor()
  await press(page.getByRole('button', { name: `Revoke: ${name}` }))
  await press(dialog.getByRole('button', { name: 'Revoke API key' }))
  await row(page, name).getByText('revoked', { exact: true }).waitFor()
  await expect(look()).rejects.toMatchObject({ status: 401 })
  expect(await auditEveryLook(page)).toEqual([])
})

it('lets an admin revoke the key of a member for the organisation, which its owner sees', async () => {
  const { value: token } = await ben.request(IssuedApiKey, '/api-keys', { name: 'Nightly', scopes: ['draft'] })
  const asks = () => requestForge({ url: forge.url, token }, OwnProject, { path: `/projects/${projectId}` })
  await asks()
  const page = await open(members)
  await page.route('**/api-keys', (route) => route.abort())
  await signIn(page, ada.email)
  const section = page.getByRole('region', { name: 'API keys of members' })
  const retry = section.getByRole('button', { name: 'Retry' })
  await retry.waitFor()
  await page.unroute('**/api-keys')
  await retry.click()
  await section.getByRole('row', { name: /Ben Nightly read, draft all/ }).waitFor()
  expect(await auditEveryLook(page)).toEqual([])
  await section.getByRole('button', { name: 'Revoke: Nightly' }).click()
  await dialogOf(page).getByText('It opens nothing of Engines any more').waitFor()
  expect(await audit(page)).toEqual([])
  await dialogOf(page).getByRole('button', { name: 'Revoke API key' }).click()
  await said(page, '“Nightly” of Ben is revoked.')
  await section.getByText('No program asks in a member’s name.').waitFor()
  await expect(asks()).rejects.toMatchObject({ code: 'project.not_found' })

  const owner = await open(members)
  await signIn(owner, ben.email)
  await owner.getByText('Only an owner or admin of Engines sees and revokes them.').waitFor()
  await owner.goto(`${forge.url}/account`)
  await row(owner, 'Nightly').getByText('An admin revoked it in Engines.').waitFor()
  expect(await auditEveryLook(owner)).toEqual([])
})

it('changes the settings of a project, and keeps what is being written when somebody else changes them', async () => {
  const { id } = await newProject(ada)
  const page = await open(`/projects/${id}/settings`)
  await signIn(page, ada.email)
  const save = page.getByRole('button', { name: 'Save settings' })
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await expect.poll(() => save.getAttribute('title')).toBe('These are the settings already.')
  await page.getByLabel('Description (optional)').fill('What the shop says')
  await page.getByLabel('Approvals needed to lock').fill('21')
  await page.getByText('A number from 0 to 20.', { exact: true }).waitFor()
  expect(await save.getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel('Approvals needed to lock').fill('2')
  await ada.request(Project, `/projects/${id}`, { name: 'Renamed elsewhere' }, 'PATCH')
  await expect.poll(() => name.inputValue()).toBe('Renamed elsewhere')
  expect(await page.getByLabel('Description (optional)').inputValue()).toBe('What the shop says')
  await page.getByRole('checkbox', { name: 'API keys may release' }).check()
  expect(await auditEveryLook(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await said(page, 'The settings are saved.')
  expect(await ada.request(Project, `/projects/${id}`)).toMatchObject({
    name: 'Renamed elsewhere',
    description: 'What the shop says',
    required_approvals: 2,
    keys_release_own_work: true,
    show_token_values: true,
  })
})

it.each(BOTH_WAYS)('makes an environment and changes what it takes, %s', async (_how, hands) => {
  const { press, write } = hands
  const { id } = await newProject(ada)
  const page = await inside(`/projects/${id}/environments`, hands)
  const dialog = dialogOf(page)
  await press(page.getByRole('button', { name: 'New environment' }))
  await write(dialog.getByLabel('Slug'), 'production')
  await write(dialog.getByLabel('Name'), 'Canary')
  await press(dialog.getByRole('button', { name: 'Make environment' }))
  await dialog.getByRole('alert').getByText('production').waitFor()
  await dialog.getByLabel('Slug').fill('')
  await write(dialog.getByLabel('Slug'), 'canary')
  expect(await auditEveryLook(page)).toEqual([])
  await press(dialog.getByRole('button', { name: 'Make environment' }))
  await row(page, 'Canary').getByText('none beyond').waitFor()
  await press(page.getByRole('button', { name: 'Change: Canary' }))
  const locked = dialog.getByRole('checkbox', { name: 'Locked versions' })
  await locked.focus()
  await page.keyboard.press('Space')
  const saving = dialog.getByRole('button', { name: 'Save environment' })
  expect(await saving.getAttribute('title')).toBe('Choose at least one kind of version that it takes.')
  await dialog.getByRole('checkbox', { name: 'Review pre-releases' }).focus()
  await page.keyboard.press('Space')
  await dialog.getByLabel('Approvals of its own').fill('3')
  await press(saving)
  await row(page, 'Canary').getByText('Review pre-release').waitFor()
  const { environments } = await ada.request(EnvironmentList, `/projects/${id}/environments`)
  expect(environments.find(({ slug }) => slug === 'canary')).toMatchObject({
    name: 'Canary',
    allowed_kinds: ['review'],
    required_approvals: 3,
  })
})

describe('a name without a space', () => {
  const name = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
  const email = 'wolfe@example.com'
  beforeAll(async () => {
    const wolfe = await addPerson(forge, ada, { email, name })
    const key = { name: 'programforeverything'.repeat(5), scopes: ['draft'] }
    await wolfe.request(IssuedApiKey, '/api-keys', key)
  })

  it.each([
    ['the members of an organisation', () => members, `Remove: ${name}`],
    ['the members of a project', () => `/projects/${projectId}/members`, `Change roles: ${name}`],
    ['the API keys of members', () => members, /^Revoke/],
  ])('leaves what can be done in sight: %s', async (_, where, control) => {
    const page = await open(where())
    await signIn(page, ada.email)
    const last = page.getByRole('button', { name: control }).last()
    await last.waitFor()
    const right = await last.evaluate((button) => button.getBoundingClientRect().right)
    const edge = await last.evaluate((button) => button.closest('[role=region]')?.getBoundingClientRect().right ?? 0)
    expect(right).toBeLessThanOrEqual(edge)
    expect(await audit(page)).toEqual([])
  })
})
