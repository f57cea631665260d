import type { EnvironmentHead, Publication } from '@anvil/shared/api'
import type { Test } from 'supertest'
import { lock, newPromptSet, type Office, type PromptSetDesk } from './content.js'
import { newProject } from './factories.js'
import { publication } from './release.js'

/** A prompt set that was locked, and at which version. */
export interface LockedSet extends PromptSetDesk {
  version: string
}

/** A project of its own in an office, with what it takes to publish from it. */
export interface PrintShop {
  office: Office
  projectId: string
  /** Makes a prompt set of these templates by id and locks it at 1.0.0. */
  locked: (name: string, prompts: Record<string, string>) => Promise<LockedSet>
  /** Opens a draft, changes these templates (null removes a prompt), and locks the next version. */
  revise: (set: LockedSet, prompts: Record<string, string | null>) => Promise<LockedSet>
  /** Asks for a publication; expects nothing of the answer. */
  ask: (body: object, where?: { environment?: string; key?: string }) => Test
  /** Publishes these versions. */
  publish: (...sets: LockedSet[]) => Promise<Publication>
  head: (environment?: string) => Promise<EnvironmentHead>
  /** What runs, as `set@version`. */
  running: (environment?: string) => Promise<string[]>
}

export async function printShop(office: Office, name = 'Print shop'): Promise<PrintShop> {
  const { author, reviewer } = office
  const { id: projectId } = await newProject(author, office.organisationId, `${name} ${crypto.randomUUID()}`)
  const ask: PrintShop['ask'] = (body, where = {}) => publication(author, projectId, body, where)
  const head: PrintShop['head'] = async (environment = 'production') =>
    (await author.call('get', `/projects/${projectId}/environments/${environment}/head`).expect(200)).body
  const write = async (set: PromptSetDesk, prompts: Record<string, string | null>): Promise<LockedSet> => {
    for (const [id, template] of Object.entries(prompts)) {
      if (template === null) await remove(set, id)
      else await set.write(id, template)
    }
    return { ...set, version: (await lock(set, reviewer)).version }
  }
  return {
    office,
    projectId,
    ask,
    head,
    locked: async (setName, prompts) => write(await newPromptSet(author, projectId, setName), prompts),
    revise: async (set, prompts) => {
      await set.move({ status: 'LIVE' }).expect(200)
      return write(set, prompts)
    },
    publish: async (...sets) => (await ask({ kind: 'publish', sets: sets.map(named) }).expect(201)).body,
    running: async (environment) =>
      (await head(environment)).bundles.map(({ prompt_set, version }) => `${prompt_set}@${version}`),
  }
}

/** A prompt set's version as a publication names it. */
export function named({ id, version }: LockedSet): { prompt_set_id: string; version: string } {
  return { prompt_set_id: id, version }
}

async function remove(set: PromptSetDesk, id: string): Promise<void> {
  const { headers } = await set.call('get', `/prompts/${id}`).expect(200)
  await set.call('delete', `/prompts/${id}`).set('If-Match', String(headers['etag'])).expect(204)
}
