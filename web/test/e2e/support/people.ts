import { Member, Project, requestForge, Session, SetupResult } from '@anvil/shared/api'
import type { z } from 'zod'
import type { Page } from 'playwright-core'
import type { OpenForge } from './serve-page.js'

export const PASSWORD = 'correct horse battery'

/** Somebody with an account at a FORGE, who can also speak to its API. */
export interface Actor {
  email: string
  organisationId: string
  request: <T>(schema: z.ZodType<T>, path: string, body?: unknown, method?: 'POST' | 'PUT' | 'PATCH') => Promise<T>
}

/** Makes the first admin by the API. */
export async function firstAdmin(
  forge: Pick<OpenForge, 'url' | 'setupCode'>,
  { name = 'Ada', organisation = 'Engines' } = {},
): Promise<Actor & { token: string }> {
  const email = 'ada@example.com'
  const made = await requestForge({ url: forge.url }, SetupResult, {
    method: 'POST',
    path: '/setup',
    body: { code: forge.setupCode, email, name, password: PASSWORD, organisation: { name: organisation } },
  })
  return {
    email,
    organisationId: made.organisation.id,
    token: made.token,
    request: (schema, path, body, method = body === undefined ? undefined : 'POST') =>
      requestForge({ url: forge.url, token: made.token }, schema, { path, body, ...(method && { method }) }),
  }
}

/** Adds a second person, a member, and signs them in. */
export async function addBen(
  forge: OpenForge,
  { organisationId, request }: Actor,
  name = 'Ben',
): Promise<Actor & { token: string }> {
  const account = { email: 'ben@example.com', password: PASSWORD }
  await request(Member, `/organisations/${organisationId}/members`, { ...account, name })
  const { token } = await requestForge({ url: forge.url }, Session, {
    method: 'POST',
    path: '/sessions',
    body: account,
  })
  return {
    email: account.email,
    organisationId,
    token,
    request: (schema, path, body, method = body === undefined ? undefined : 'POST') =>
      requestForge({ url: forge.url, token }, schema, { path, body, ...(method && { method }) }),
  }
}

/** Makes a project of a name that no other has. */
export function newProject(by: Actor): Promise<Project> {
  return by.request(Project, `/organisations/${by.organisationId}/projects`, { name: crypto.randomUUID() })
}

/** Signs in on the page that is shown. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
