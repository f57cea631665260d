import { readFile } from 'node:fs/promises'
import {
  ApprovalList,
  IssuedAccessToken,
  Organisation,
  Project,
  Prompt,
  PromptSet,
  Publication,
  PutPromptsResult,
  requestForge,
  StatusChange,
} from '@anvil/shared/api'
import { z } from 'zod'
import { type Actor, addBen, firstAdmin } from '../e2e/support/people.js'
import { openForge, type OpenForge } from '../e2e/support/serve-page.js'
import { reportInstances } from '../support/report-instances.js'

const PROMPTS = new URL('../../../examples/quick-start/prompts/', import.meta.url)
const Lines = z.array(z.string()).transform((lines) => lines.join('\n'))
const fields = { id: z.string(), delimiters: z.unknown(), variables: z.unknown(), metadata: z.unknown() }
const PromptFile = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), template: Lines, ...fields }),
    z.object({
      kind: z.literal('chat'),
      messages: z.array(z.object({ role: z.string(), template: Lines })),
      ...fields,
    }),
  ]),
)

/** A FORGE as a team would have it after some weeks, and the ids of what is in it. */
export interface Scene {
  forge: OpenForge
  ada: Actor
  ids: Record<
    'organisation' | 'project' | 'fresh' | 'desk' | 'shared' | 'welcome' | 'ready' | 'empty' | 'publication',
    string
  >
  /** Has the second person write a text prompt over what there is. */
  rewrite: (promptSetId: string, id: string, lines: readonly string[]) => Promise<void>
  /** Has the instances be heard of, which are silent after a minute. */
  beat: () => Promise<void>
  close: () => Promise<void>
}

/** Sets it up; `before` runs while it has no admin yet. */
export async function openScene(before: (forge: OpenForge) => Promise<void>): Promise<Scene> {
  const forge = await openForge()
  try {
    await before(forge)
    return await fill(forge)
  } catch (cause) {
    await forge.close()
    throw cause
  }
}

async function fill(forge: OpenForge): Promise<Scene> {
  const ada = await firstAdmin(forge)
  const ben = await addBen(forge, ada)
  const organisation = await ada.request(Organisation, `/organisations/${ada.organisationId}`)
  const projects = `/organisations/${organisation.id}/projects`
  const project = await ada.request(Project, projects, {
    name: 'Customer care',
    description: 'What the shop, the desk and the newsletter say to customers.',
  })
  const fresh = await ada.request(Project, projects, { name: 'Spring campaign' })
  const team = { forge, ada, ben, projectId: project.id }
  const shared = await newSet(team, 'Shared parts', ['shared/format', 'shared/manner', 'shared/safety'])
  const desk = await newSet(
    team,
    'Support desk',
    ['assistant', 'reply', 'reply-later', 'summary', 'triage'].map(inDesk),
  )
  const welcome = await newSet(team, 'Welcome messages', ['welcome', 'welcome-other-scripts'].map(inDesk))
  const empty = await newSet(team, 'Newsletter', [])
  const ready = await approvedSet(team)
  const { publication, beat } = await history(team, { shared, desk })
  return {
    forge,
    ada,
    ids: {
      organisation: organisation.id,
      project: project.id,
      fresh: fresh.id,
      desk,
      shared,
      welcome,
      ready,
      empty,
      publication,
    },
    rewrite: (promptSetId, id, lines) => rewrite(team, team.ben, { promptSetId, id, lines }),
    beat,
    close: forge.close,
  }
}

interface Team {
  forge: OpenForge
  ada: Actor & { token: string }
  ben: Actor & { token: string }
  projectId: string
}

const inDesk = (name: string): string => `support-desk/${name}`

/** Locks and publishes, connects a fleet that stands in many ways, and leaves a draft that waits for approval. */
async function history(team: Team, { shared, desk }: { shared: string; desk: string }) {
  const tokens = {
    production: await newToken(team, 'The shop and its desk', 'production'),
    staging: await newToken(team, 'Staging machines', 'staging'),
  }
  await newToken(team, 'Nightly tests', 'development')
  await lock(team, shared)
  await publish(team, 'production', { [shared]: '1.0.0' }, 'The parts that all texts share')
  await lock(team, desk)
  await publish(team, 'staging', { [shared]: '1.0.0', [desk]: '1.0.0' }, 'Tried out by the desk')
  const beatAt = async (sequence: number): Promise<void> => {
    await connect(team, { accessToken: tokens.production, count: 14, sequence })
    await connect(team, { accessToken: tokens.staging, count: 2, sequence: 1 })
  }
  await beatAt(1)
  const publication = await publish(team, 'production', { [desk]: '1.0.0' }, 'The desk goes live')
  await move(team, desk, { status: 'LIVE' })
  await rewrite(team, team.ada, {
    promptSetId: desk,
    id: 'triage.language',
    lines: [
      'Name the language of the text as a two-letter code. Of a mixed text, name the language that most of it is in.',
      'Where the text is shorter than three words, answer “unknown”.',
      '',
      '{{text}}',
    ],
  })
  await move(team, desk, { status: 'REVIEW' })
  return { publication, beat: () => beatAt(2) }
}

interface Edit {
  promptSetId: string
  id: string
  lines: readonly string[]
}

async function rewrite(
  { forge, projectId }: Team,
  by: Actor & { token: string },
  { promptSetId, id, lines }: Edit,
): Promise<void> {
  const path = `/projects/${projectId}/prompt-sets/${promptSetId}/prompts/${id}`
  const { etag } = await by.request(Prompt, path)
  const body = { kind: 'text', template: lines.join('\n') }
  await requestForge({ url: forge.url, token: by.token }, Prompt, {
    path,
    method: 'PUT',
    body,
    headers: { 'If-Match': etag },
  })
}

/** A prompt set that can be locked at once. */
async function approvedSet(team: Team): Promise<string> {
  const { ada, ben, projectId } = team
  const id = await newSet(team, 'Farewells', [])
  const path = `/projects/${projectId}/prompt-sets/${id}`
  const prompts = { 'farewell.en': { kind: 'text', template: 'Thank you, {{name}}. Have a good day!' } }
  await ada.request(PutPromptsResult, `${path}/prompts`, { prompts }, 'PUT')
  await move(team, id, { status: 'REVIEW' })
  const { content_digest } = await ada.request(ApprovalList, `${path}/approvals`)
  await ben.request(ApprovalList, `${path}/approvals`, { content_digest })
  return id
}

async function newSet({ ada, projectId }: Team, name: string, files: readonly string[]): Promise<string> {
  const path = `/projects/${projectId}/prompt-sets`
  const { id } = await ada.request(PromptSet, path, { name })
  const read = await Promise.all(files.map(async (file) => await readFile(new URL(`${file}.json`, PROMPTS), 'utf8')))
  const found = read.flatMap((text) => PromptFile.parse(JSON.parse(text)))
  if (found.length === 0) return id
  const prompts = found.map(({ id, ...prompt }) => [id, prompt])
  await ada.request(PutPromptsResult, `${path}/${id}/prompts`, { prompts: Object.fromEntries(prompts) }, 'PUT')
  return id
}

async function newToken({ ada, projectId }: Team, name: string, environment: string): Promise<string> {
  const body = { name, environment }
  return (await ada.request(IssuedAccessToken, `/projects/${projectId}/access-tokens`, body)).value
}

async function move({ ada, projectId }: Team, promptSetId: string, body: object): Promise<void> {
  await ada.request(StatusChange, `/projects/${projectId}/prompt-sets/${promptSetId}/status`, body, 'PUT')
}

async function lock(team: Team, promptSetId: string): Promise<void> {
  await move(team, promptSetId, { status: 'REVIEW' })
  const path = `/projects/${team.projectId}/prompt-sets/${promptSetId}/approvals`
  const { content_digest } = await team.ada.request(ApprovalList, path)
  await team.ben.request(ApprovalList, path, { content_digest })
  await move(team, promptSetId, { status: 'LOCKED', content_digest, note: 'Read by the desk, twice.' })
}

async function publish(
  { ben, projectId }: Team,
  environment: string,
  versions: Record<string, string>,
  note: string,
): Promise<string> {
  const sets = Object.entries(versions).map(([prompt_set_id, version]) => ({ prompt_set_id, version }))
  const path = `/projects/${projectId}/environments/${environment}/publications`
  return (await ben.request(Publication, path, { kind: 'publish', sets, note })).id
}

interface Standing {
  accessToken: string
  count: number
  sequence: number
}

/** Of ten instances one each is frozen, failing, behind, and not pinned; the others run what they should. */
async function connect({ forge, projectId }: Team, { accessToken, count, sequence }: Standing): Promise<void> {
  const have = { epoch: 1, sequence }
  const before = { epoch: 1, sequence: sequence - 1 }
  await reportInstances({ url: forge.url, projectId, accessToken, count, have }, (at) => {
    const ack = { ...have, took_ms: 4 + ((at * 7) % 23) }
    if (at % 10 === 3) return { mode: 'frozen', have: before, ack: { ...ack, result: 'frozen' } }
    if (at % 10 === 5) return { state: 'ERROR', have: before, ack: { ...ack, result: 'rejected', ...NO_SPACE } }
    if (at % 10 === 7) return { have: before }
    return { ack: { ...ack, result: 'applied' }, ...(at % 10 === 9 && { trust: 'first-use' }) }
  })
}

const NO_SPACE = { code: 'cache.unavailable', detail: 'No space is left on the device.' } as const
