import { type ForgeConnection, requestForge } from '@anvil/shared/api'
import { ForgeAnswer, SessionAnswer, SetupAnswer, TokenAnswer, WithId, Anything } from './answers.js'
import type { ProjectAccess } from './project-access.js'

const AUTHOR = { email: 'ana@tour.example', name: 'Ana', password: 'the author of the tour' }
const REVIEWER = { email: 'ben@tour.example', name: 'Ben', password: 'the reviewer of the tour' }

/** Makes two people, a project, an empty prompt set and an access token. */
export async function setUp(url: string, code: string): Promise<ProjectAccess> {
  const { token, organisation } = await requestForge({ url }, SetupAnswer, {
    method: 'POST',
    path: '/setup',
    body: { code, ...AUTHOR, organisation: { name: 'The tour' } },
  })
  const author: ForgeConnection = { url, token }
  const post = <T>(schema: Parameters<typeof requestForge<T>>[1], path: string, body: object): Promise<T> =>
    requestForge(author, schema, { method: 'POST', path, body })
  const path = `/organisations/${organisation.id}`
  await post(Anything, `${path}/members`, { ...REVIEWER, role: 'admin' })
  const { id: projectId } = await post(WithId, `${path}/projects`, { name: 'Tour' })
  const { id: promptSetId } = await post(WithId, `/projects/${projectId}/prompt-sets`, { name: 'Onboarding' })
  const issued = { name: 'The applications', environment: 'production' }
  const { value: accessToken } = await post(TokenAnswer, `/projects/${projectId}/access-tokens`, issued)
  const { root_key: rootKey } = await requestForge(author, ForgeAnswer, { path: '/forge' })
  return { author, reviewer: await signIn(url), projectId, promptSetId, accessToken, rootKey }
}

async function signIn(url: string): Promise<ForgeConnection> {
  const { email, password } = REVIEWER
  const body = { email, password }
  const { token } = await requestForge({ url }, SessionAnswer, { method: 'POST', path: '/sessions', body })
  return { url, token }
}
