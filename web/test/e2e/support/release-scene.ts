import { type Anvil, type AnvilOptions, createAnvil } from '@anvil/live-client'
import {
  ApprovalList,
  ForgeInfo,
  IssuedAccessToken,
  Project,
  PromptSet,
  Publication,
  PutPromptsResult,
  requestForge,
  StatusChange,
} from '@anvil/shared/api'
import { type Actor, addBen, firstAdmin, newProject } from './people.js'
import { openForge, type OpenForge } from './serve-page.js'

/** A FORGE with two people and a project, whose production a real application is connected to. */
export interface ReleaseScene {
  forge: OpenForge
  ada: Actor & { token: string }
  ben: Actor
  projectId: string
  app: Anvil
  close: () => Promise<void>
}

/** Who writes and reviews, and where. */
export type Desk = Pick<ReleaseScene, 'ada' | 'ben' | 'projectId'>

/** Sets it up. */
export async function releaseScene(): Promise<ReleaseScene> {
  const forge = await openForge()
  const ada = await firstAdmin(forge)
  const ben = await addBen(forge, ada)
  const path = `/organisations/${ada.organisationId}/projects`
  const { id: projectId } = await ada.request(Project, path, { name: 'Difference' })
  const app = await connectApp(forge, ada, projectId)
  return {
    forge,
    ada,
    ben,
    projectId,
    app,
    close: async () => {
      await app.close()
      await forge.close()
    },
  }
}

/** The same people at the same FORGE, with a project and an application of their own. */
export async function inNewProject(scene: ReleaseScene): Promise<ReleaseScene> {
  const { id: projectId } = await newProject(scene.ada)
  const app = await connectApp(scene.forge, scene.ada, projectId)
  return { ...scene, projectId, app, close: () => app.close() }
}

/** Starts an application that is connected to an environment. */
export async function connectApp(
  forge: OpenForge,
  ada: Actor,
  projectId: string,
  { environment = 'production', options: more = {} }: { environment?: string; options?: AnvilOptions } = {},
): Promise<Anvil> {
  const token = { name: 'Shop', environment }
  const { value: accessToken } = await ada.request(IssuedAccessToken, `/projects/${projectId}/access-tokens`, token)
  const { root_key: rootKey } = await ada.request(ForgeInfo, '/forge')
  return startApp({ forgeUrl: forge.url, projectId, accessToken, rootKey, ...more })
}

/** Starts an application that keeps nothing on the disk. */
async function startApp(options: AnvilOptions): Promise<Anvil> {
  const app = createAnvil({ cacheDir: false, logger: false, instance: { app: 'shop' }, ...options })
  await app.start()
  return app
}

/** Starts an application with nothing but the lines that the page gives for its .env. */
export function startAppBy(lines: string): Promise<Anvil> {
  const value = (name: string) => new RegExp(`^ANVIL_${name}=(\\S+)$`, 'm').exec(lines)?.[1] ?? ''
  return startApp({
    forgeUrl: value('FORGE_URL'),
    projectId: value('PROJECT_ID'),
    accessToken: value('ACCESS_TOKEN'),
    rootKey: value('ROOT_KEY'),
  })
}

/** Writes prompts as Ada, into a prompt set that is made where it has no id yet. */
export async function write(
  { ada, projectId }: Pick<Desk, 'ada' | 'projectId'>,
  name: string,
  prompts: Record<string, string>,
  promptSetId?: string,
): Promise<string> {
  const path = `/projects/${projectId}/prompt-sets`
  const id = promptSetId ?? (await ada.request(PromptSet, path, { name })).id
  const body = Object.entries(prompts).map(([key, template]) => [key, { kind: 'text', template }])
  await ada.request(PutPromptsResult, `${path}/${id}/prompts`, { prompts: Object.fromEntries(body) }, 'PUT')
  return id
}

/** Requests a review as Ada; answers what is to be approved. */
export async function requestReview(
  { ada, projectId }: Pick<Desk, 'ada' | 'projectId'>,
  promptSetId: string,
): Promise<string> {
  const path = `/projects/${projectId}/prompt-sets/${promptSetId}`
  await ada.request(StatusChange, `${path}/status`, { status: 'REVIEW' }, 'PUT')
  return (await ada.request(ApprovalList, `${path}/approvals`)).content_digest
}

/** Has a draft reviewed by Ben and locks it. */
export async function lock(scene: Desk, promptSetId: string): Promise<void> {
  const path = `/projects/${scene.projectId}/prompt-sets/${promptSetId}`
  const content_digest = await requestReview(scene, promptSetId)
  await scene.ben.request(ApprovalList, `${path}/approvals`, { content_digest })
  await scene.ada.request(StatusChange, `${path}/status`, { status: 'LOCKED', content_digest }, 'PUT')
}

/** Changes one prompt as Ada, in a draft that is opened where none is. */
export async function edit(
  { forge, ada, projectId }: Pick<ReleaseScene, 'forge' | 'ada' | 'projectId'>,
  promptSetId: string,
  id: string,
  template: string,
): Promise<void> {
  const path = `/projects/${projectId}/prompt-sets/${promptSetId}`
  const { status, revision } = await ada.request(PromptSet, path)
  if (status === 'LOCKED') await ada.request(StatusChange, `${path}/status`, { status: 'LIVE' }, 'PUT')
  await requestForge({ url: forge.url, token: ada.token }, PutPromptsResult, {
    method: 'PUT',
    path: `${path}/prompts`,
    body: { prompts: { [id]: { kind: 'text', template } } },
    headers: { 'if-match': `"${revision}"` },
  })
}

/** Publishes a version as Ben. */
export function publish(
  { ben, projectId }: ReleaseScene,
  environment: string,
  prompt_set_id: string,
  version: string,
): Promise<Publication> {
  const sets = [{ prompt_set_id, version }]
  return ben.request(Publication, `/projects/${projectId}/environments/${environment}/publications`, {
    kind: 'publish',
    sets,
  })
}
