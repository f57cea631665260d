import type { ProjectRole } from '@anvil/shared'
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
    request: speaker(forge, made.token),
  }
}

interface NewPerson {
  email: string
  name: string
  /** What they are in projects; left out for what a new member is. */
  roles?: readonly ProjectRole[]
}

/** Adds a person, a member, and signs them in. */
export async function addPerson(
  forge: Pick<OpenForge, 'url'>,
  { organisationId, request }: Actor,
  { email, name, roles }: NewPerson,
): Promise<Actor & { token: string; id: string }> {
  const account = { email, password: PASSWORD }
  const body = { ...account, name, ...(roles && { roles }) }
  const { user_id: id } = await request(Member, `/organisations/${organisationId}/members`, body)
  const { token } = await requestForge({ url: forge.url }, Session, {
    method: 'POST',
    path: '/sessions',
    body: account,
  })
  return { id, email, organisationId, token, request: speaker(forge, token) }
}

/** Adds a second person, a member, and signs them in. */
export const addBen = (forge: OpenForge, by: Actor, name = 'Ben') =>
  addPerson(forge, by, { email: 'ben@example.com', name })

const speaker =
  ({ url }: Pick<OpenForge, 'url'>, token: string): Actor['request'] =>
  (schema, path, body, method = body === undefined ? undefined : 'POST') =>
    requestForge({ url, token }, schema, { path, body, ...(method && { method }) })

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
