import type { Environment, Organisation, Project } from '@anvil/shared/api'
import request, { type Test } from 'supertest'
import { issueSetupCode } from '../../src/users/setup-service.js'
import type { TestForge } from './forge.js'

/** A signed-in person who talks to the test FORGE. */
export interface Person {
  id: string
  email: string
  /** The session token. */
  token: string
  call: (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) => Test
}

/** Everybody's password. */
export const PASSWORD = 'correct horse battery'

/** Sets a new FORGE up: its first admin and their organisation. */
export async function firstAdmin(forge: TestForge): Promise<Person & { organisation: Organisation }> {
  const code = await issueSetupCode(forge.ctx)
  const body = { code, email: 'ada@example.com', name: 'Ada', password: PASSWORD, organisation: { name: 'Engines' } }
  const response = await request(forge.app).post('/api/v1/setup').send(body).expect(201)
  return { ...signedIn(forge, response.body), organisation: response.body.organisation }
}

/** Adds a person to an organisation and signs them in. */
export async function addPerson(
  forge: TestForge,
  by: Person,
  organisationId: string,
  { email, role = 'member' }: { email: string; role?: 'owner' | 'admin' | 'member' },
): Promise<Person> {
  const body = { email, role, password: PASSWORD }
  await by.call('post', `/organisations/${organisationId}/members`).send(body).expect(201)
  const session = await request(forge.app).post('/api/v1/sessions').send({ email, password: PASSWORD }).expect(201)
  return signedIn(forge, session.body)
}

/** Makes a project with its three environments. */
export async function newProject(by: Person, organisationId: string, name = 'Support desk'): Promise<Project> {
  return (await by.call('post', `/organisations/${organisationId}/projects`).send({ name }).expect(201)).body
}

export async function environmentOf(by: Person, projectId: string, slug = 'production'): Promise<Environment> {
  const { body } = await by.call('get', `/projects/${projectId}/environments`).expect(200)
  return body.environments.find((environment: Environment) => environment.slug === slug)
}

/** A person by the answer to their sign-in. */
export function signedIn(forge: TestForge, session: { token: string; user: { id: string; email: string } }): Person {
  return {
    id: session.user.id,
    email: session.user.email,
    token: session.token,
    call: (method, path) =>
      request(forge.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${session.token}`),
  }
}

/** What came of a request: its status where it was done, else the code that it was refused with. */
export async function codeOf(call: Test): Promise<number | string> {
  const { status, body } = await call
  return status < 300 ? status : body.error.code
}
