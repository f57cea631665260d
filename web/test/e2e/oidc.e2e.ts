import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { auditEveryLook } from './support/audit.js'
import { CLIENT_ID, freePort, openIssuer, type OpenIssuer } from './support/open-issuer.js'
import { firstAdmin } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
let forge: OpenForge
let issuer: OpenIssuer
beforeAll(async () => {
  const port = await freePort()
  issuer = await openIssuer(`http://localhost:${port}/sign-in/oidc/callback`)
  forge = await openForge({
    PORT: String(port),
    ANVIL_OIDC_ISSUER: issuer.url,
    ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
    ANVIL_OIDC_NAME: 'Works',
    ANVIL_PASSWORD_SIGN_IN: 'off',
  })
  await firstAdmin(forge)
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(async () => {
  await forge.close()
  issuer.close()
})

async function opened(path: string): Promise<Visit> {
  const visited = await visit(`${forge.url}${path}`)
  closers.push(visited.close)
  return visited
}

/** Leaves for the issuer by the page's button, signs in there and consents. */
async function signInAs({ page }: Visit, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with Works' }).click()
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

it('signs in by the issuer, where passwords are off, and goes on to where the person was going', async () => {
  const visited = await opened('/account')
  const { page } = visited
  await page.getByText('Nobody signs in with a password here.').waitFor()
  expect(await page.getByLabel('Password').count()).toBe(0)
  expect(await auditEveryLook(page)).toEqual([])
  await signInAs(visited, 'ada')
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
  expect(page.url()).toBe(`${forge.url}/account`)
  await page.getByText('You sign in as ada@example.com.').waitFor()
  await page.getByText('You sign in with Works').waitFor()
  expect(await page.getByLabel('Password of now').count()).toBe(0)
  expect(await auditEveryLook(page)).toEqual([])
})

it('says who has no access, and keeps the answer out of the address and of other tabs', async () => {
  const visited = await opened('/sign-in')
  const { page } = visited
  const back = page.waitForRequest((asked) => asked.url().includes('/sign-in/oidc/callback?'))
  await signInAs(visited, 'eve')
  await page.getByRole('alert').getByText('eve@example.com has no account here').waitFor()
  expect(page.url()).toBe(`${forge.url}/sign-in/oidc/callback`)
  expect(await auditEveryLook(page)).toEqual([])
  const other = await opened(new URL((await back).url()).pathname + new URL((await back).url()).search)
  await other.page.getByRole('alert').getByText('did not leave from here').waitFor()
  await other.page.getByRole('link', { name: 'Sign in anew' }).click()
  await other.page.getByRole('button', { name: 'Sign in with Works' }).waitFor()
})
