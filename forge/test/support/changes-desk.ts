import request, { type Response, type Test } from 'supertest'
import { randomUUID } from 'node:crypto'
import { issueSetupCode } from '../../src/users/setup-service.js'
import { lock, newPromptSet, type PromptSetDesk } from './content.js'
import { addPerson, newProject, PASSWORD, type Person, signedIn } from './factories.js'
import { CLIENT_ID, openIssuer, signInAtIssuer, type TestIssuer } from './oidc-issuer.js'
import { setRules } from './policed.js'
import { handshake, type RawInstance, rawInstance } from './raw-instance.js'
import { accessToken, deliveries, release } from './release.js'
import { type RunningForge, runningForge } from './running-forge.js'

const PUBLIC = 'http://anvil.test'
const BACK = `${PUBLIC}/sign-in/oidc/callback`
export const CURRENT = '/reviews/current'

let issuer: TestIssuer
export let forge: RunningForge
export let ada: Person
export let grace: Person
export let home: string
export let projectId: string
export let setUp: Response
let instance: RawInstance | undefined

/** Sets a FORGE up with an issuer, two people and a project, for changes of every kind. */
export async function openChanges(): Promise<RunningForge> {
  issuer = await openIssuer([BACK])
  issuer.people.set('joan', { email: 'joan@example.com', email_verified: true, name: 'Joan', groups: ['makers'] })
  forge = await runningForge(
    {},
    {
      ANVIL_PUBLIC_URL: PUBLIC,
      ANVIL_OIDC_ISSUER: issuer.url,
      ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
      ANVIL_OIDC_CLIENT_SECRET: issuer.clientSecret,
      ANVIL_OIDC_ROLES: JSON.stringify({ makers: { organisation: 'engines', roles: ['reviewer'] } }),
    },
  )
  const account = { email: 'ada@example.com', name: 'Ada', password: PASSWORD, organisation: { name: 'Engines' } }
  setUp = await anybody('/setup', { code: await issueSetupCode(forge.ctx), ...account })
  ada = signedIn(forge, setUp.body)
  home = setUp.body.organisation.id
  grace = await addPerson(forge, ada, home, { email: 'grace@example.com' })
  projectId = (await newProject(ada, home)).id
  return forge
}

export async function closeChanges(): Promise<void> {
  instance?.socket.disconnect()
  await forge.close()
  await issuer.close()
}

export const anybody = (path: string, body: object): Test => request(forge.app).post(`/api/v1${path}`).send(body)
export const signIn = (email: string): Test => anybody('/sessions', { email, password: PASSWORD })
export const inProject = (path: string): string => `/projects/${projectId}${path}`

let count = 0
export const named = (): string => `Set ${(count += 1)}`
/** The id of a prompt that no other set has. */
export const idIn = (set: PromptSetDesk): string => `p${set.id.slice(0, 8)}.text`
export async function drafted(text = 'Hello\nTwo'): Promise<PromptSetDesk> {
  const set = await newPromptSet(ada, projectId, named())
  await set.write(idIn(set), text)
  return set
}
export async function locked(): Promise<PromptSetDesk> {
  const set = await drafted()
  await lock(set, grace)
  return set
}
export async function reviewed(): Promise<PromptSetDesk> {
  const set = await drafted()
  await set.move({ status: 'REVIEW' }).expect(200)
  return set
}
export const etagOf = async (set: PromptSetDesk, path = ''): Promise<string> =>
  (await set.call('get', path).expect(200)).headers['etag'] ?? ''
export const digestOf = async (set: PromptSetDesk): Promise<string> => (await set.draft()).content_digest

/** Has Grace say something of a set in review. */
export async function submitted(set: PromptSetDesk, said: object): Promise<Response> {
  const body = { content_digest: await digestOf(set), ...said }
  return set.as(grace).call('post', `${CURRENT}/submissions`).send(body).expect(201)
}
export async function commented(): Promise<{ set: PromptSetDesk; commentId: string }> {
  const set = await reviewed()
  const place = { prompt_id: idIn(set), lines: { from: 2, to: 2, quote: 'Two' } }
  const { body } = await submitted(set, { verdict: 'comment', comments: [{ place, body: 'Hm', suggestion: '2' }] })
  return { set, commentId: body.comments[0].id }
}

/** Goes to the issuer, signs in there, and is back with what FORGE asks for. */
export async function travelled(name: string): Promise<{ secret: string; query: string }> {
  const { body } = await anybody('/sessions/oidc', {}).expect(201)
  const back = await signInAtIssuer(body.authorization_url, name)
  return { secret: body.secret, query: back.search.slice(1) }
}

/** A set that the policy blocks, before anybody waives it. */
export async function banned(): Promise<PromptSetDesk> {
  const phrase = `Never ${randomUUID()}`
  await setRules(ada, projectId, { banned_phrases: { phrases: [phrase] } })
  return drafted(phrase)
}

/** Publishes to an instance that rejects it; whoever asks may offer it again. */
export async function rejected(): Promise<string> {
  const [first, second] = [await locked(), await locked()]
  await release(ada, projectId, { prompt_set_id: first.id, version: '1.0.0' })
  const { value } = await accessToken(ada, projectId)
  instance = rawInstance(forge.url, handshake(value))
  await instance.pushed(1)
  const published = await release(ada, projectId, { prompt_set_id: second.id, version: '1.0.0' })
  await instance.pushed(2)
  const { epoch, sequence, id } = published
  instance.ack({ epoch, sequence, result: 'rejected', code: 'bundle.missing', detail: 'It was cut off.' })
  await deliveries(ada, published, ({ counts }) => counts.rejected === 1)
  return id
}

export async function invited(email: string) {
  return (await ada.call('post', `/organisations/${home}/invitations`).send({ email }).expect(201)).body
}

/** Asks for one change; answers its response. */
export type Act = () => PromiseLike<Response>

/** Changes by their operation, each with the action that it leaves in the trail. */
export type Changes = Readonly<Record<string, [action: string, act: Act]>>

export const SET = '/projects/:projectId/prompt-sets/:promptSetId'
