import {
  ApprovalList,
  Environment,
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
import { reportInstances } from '../../support/report-instances.js'
import { LINK, MARKUP, Names } from './hostile-text.js'
import { type Actor, addBen, firstAdmin } from './people.js'
import { requestReview } from './release-scene.js'
import { openForge, type OpenForge } from './serve-page.js'

/** Of 144 KB, of which the first words are markup. */
const LONG_TEXT = `${MARKUP} \u202E${LINK}\n${'word '.repeat(28_800)}`

/** A FORGE in which whatever people or applications can name has a hostile name. */
export interface HostileScene {
  forge: OpenForge
  ada: Writer
  ben: Writer
  projectId: string
  /** A project in which there is nothing yet. */
  freshId: string
  /** Prompt sets: in review and approved, in review, being written, locked. */
  sets: Record<'approved' | 'waiting' | 'draft' | 'locked', string>
  publicationId: string
  names: readonly string[]
  close: () => Promise<void>
}

type Team = Pick<HostileScene, 'forge' | 'ada' | 'ben' | 'projectId'> & { names: Names }

/** Sets it up. */
export async function hostileScene(): Promise<HostileScene> {
  const forge = await openForge()
  const names = new Names()
  const [people, organisations, projects] = ['Person', 'Organisation', 'Project'].map(names.of)
  if (!people || !organisations || !projects) throw new Error('Nobody has a name')
  const ada = await firstAdmin(forge, { name: people.hebrew, organisation: organisations.override })
  const ben = await addBen(forge, ada, people.override)
  await ada.request(Organisation, '/organisations', { name: organisations.hebrew })
  const path = `/organisations/${ada.organisationId}/projects`
  const project = { name: projects.hebrew, description: `${projects.override} ${projects.long}` }
  const { id: projectId } = await ada.request(Project, path, project)
  const { id: freshId } = await ada.request(Project, path, { name: projects.long })
  const team = { forge, ada, ben, projectId, names }
  const sets = await writeSets(team)
  const publicationId = await release(team, sets)
  return { ...team, freshId, sets, publicationId, names: names.given, close: forge.close }
}

async function writeSets(team: Team): Promise<HostileScene['sets']> {
  const { hebrew, override, long } = team.names.of('Set')
  const locked = await newSet(team, hebrew, { 'shared.tone': text('Be kind.') })
  await lock(team, locked)
  const approved = await newSet(team, override, {
    'desk.reply': { ...text(`Hello {{name}}, {{> shared.tone}} ${MARKUP}`), ...declarations(team) },
    'desk.chat.long': { kind: 'chat', messages: [{ role: 'system', template: LINK }] },
    'desk.chat.big': text(LONG_TEXT),
  })
  const waiting = await newSet(team, team.names.of('Waiting').hebrew, { 'wait.one': text('One') })
  await requestReview(team, waiting)
  const ids = ['a', 'b', 'c', 'd'].map((word) => [`tree.${word}.${'x'.repeat(100)}`, text(`${MARKUP} ${word}`)])
  const conflict = { 'tree.conflict': { ...text('Begin.'), ...declarations(team) } }
  const draft = await newSet(team, long, { ...Object.fromEntries(ids), ...conflict })
  return { locked, approved, waiting, draft }
}

const text = (template: string) => ({ kind: 'text', template })

/** Variables, values, defaults, descriptions and metadata, each with names of its own. */
function declarations({ names }: Team) {
  const [variable, value, note, key] = ['Variable', 'Value', 'Description', 'Key'].map(names.of)
  if (!variable || !value || !note || !key) throw new Error('Nothing has a name')
  const values = Object.values(value)
  return {
    variables: {
      name: { type: 'enum', values, default: values[0], required: false, description: note.override },
      [variable.hebrew]: { type: 'string', required: false, default: value.override, description: note.long },
      [variable.override]: { type: 'list', required: false },
    },
    metadata: { [key.hebrew]: value.override, [key.override]: [value.long], [key.long]: value.hebrew },
  }
}

async function newSet({ ada, projectId }: Team, name: string, prompts: object): Promise<string> {
  const path = `/projects/${projectId}/prompt-sets`
  const { id } = await ada.request(PromptSet, path, { name, description: name })
  await ada.request(PutPromptsResult, `${path}/${id}/prompts`, { prompts }, 'PUT')
  return id
}

/** Two publications, a fleet that stands in three ways, and a draft that breaks callers and is approved. */
async function release(team: Team, { locked, approved }: HostileScene['sets']): Promise<string> {
  const { ada, projectId, names } = team
  await lock(team, approved)
  const environment = { name: names.of('Environment').hebrew }
  await ada.request(Environment, `/projects/${projectId}/environments/production`, environment, 'PATCH')
  await publish(team, locked, names.of('Publication').override)
  const report = await connect(team)
  await report(1)
  const publicationId = await publish(team, approved, names.of('Second').hebrew)
  await report(2)
  const path = `/projects/${projectId}/prompt-sets/${approved}`
  await ada.request(StatusChange, `${path}/status`, { status: 'LIVE' }, 'PUT')
  await rewrite({ ...team, by: ada }, approved, 'desk.reply', {
    ...text('Good day {{name}} and {{other}}, {{> shared.tone}}'),
  })
  await approve(team, approved)
  return publicationId
}

type Writer = Actor & { token: string }

/** Writes a prompt over what there is. */
export async function rewrite(
  { forge, by, projectId }: Pick<Team, 'forge' | 'projectId'> & { by: Writer },
  promptSetId: string,
  id: string,
  body: object,
): Promise<void> {
  const path = `/projects/${projectId}/prompt-sets/${promptSetId}/prompts/${id}`
  const { etag } = await by.request(Prompt, path)
  const sent = { path, method: 'PUT', body, headers: { 'If-Match': etag } } as const
  await requestForge({ url: forge.url, token: by.token }, Prompt, sent)
}

async function approve(team: Team, promptSetId: string): Promise<string> {
  const content_digest = await requestReview(team, promptSetId)
  const path = `/projects/${team.projectId}/prompt-sets/${promptSetId}/approvals`
  await team.ben.request(ApprovalList, path, { content_digest })
  return content_digest
}

async function lock(team: Team, promptSetId: string): Promise<void> {
  const content_digest = await approve(team, promptSetId)
  const path = `/projects/${team.projectId}/prompt-sets/${promptSetId}/status`
  const body = { status: 'LOCKED', content_digest, note: team.names.of('Locked').override }
  await team.ada.request(StatusChange, path, body, 'PUT')
}

async function publish({ ben, projectId }: Team, prompt_set_id: string, note: string): Promise<string> {
  const body = { kind: 'publish', sets: [{ prompt_set_id, version: '1.0.0' }], note }
  return (await ben.request(Publication, `/projects/${projectId}/environments/production/publications`, body)).id
}

/** Applications that say which publication they took, all but one. */
async function connect({ forge, ada, projectId, names }: Team): Promise<(sequence: number) => Promise<void>> {
  const [tokens, apps, hosts] = ['Token', 'App', 'Host'].map(names.of)
  if (!tokens || !apps || !hosts) throw new Error('Nothing has a name')
  const issue = (name: string) =>
    ada.request(IssuedAccessToken, `/projects/${projectId}/access-tokens`, { name, environment: 'production' })
  const { value: accessToken } = await issue(tokens.hebrew)
  await issue(tokens.long)
  const selves = Object.values(apps)
  const detail = names.of('Detail').override
  return async (sequence) => {
    const have = { epoch: 1, sequence }
    await reportInstances({ url: forge.url, projectId, accessToken, count: selves.length, have }, (at) => ({
      self: { app: selves[at] ?? '', host: Object.values(hosts)[at] ?? '', sdk: apps.hebrew, labels: hosts },
      ack: {
        ...have,
        took_ms: 4,
        result: at === 1 ? 'rejected' : 'applied',
        ...(at === 1 && { code: 'internal', detail }),
      },
    }))
  }
}
