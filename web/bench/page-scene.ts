import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { IssuedAccessToken, Project, PromptSet, Publication, StatusChange } from '@anvil/shared/api'
import { parseConfig } from '../../forge/src/config.js'
import { type Forge, startForge } from '../../forge/src/server.js'
import { type Actor, firstAdmin } from '../test/e2e/support/people.js'
import { importPrompts } from '../test/support/import-prompts.js'
import { type ManyPrompt, manyPrompts } from '../test/support/many-prompts.js'
import { reportInstances } from '../test/support/report-instances.js'

/** Where a page that is measured is, and a text that only shows once its rows do. */
export interface Place {
  path: string
  shows: string
}

/** A large thing to show, and a small one of the same kind to compare it with. */
export interface Pair {
  large: Place
  small: Place
}

export interface PageScene {
  forge: Forge
  ada: Actor & { token: string }
  project: Project
  /** The prompt set with all of them, and what was written. */
  promptSetId: string
  prompts: ManyPrompt[]
  pairs: { prompts: Pair; fleet: Pair; deliveries: Pair; editors: Pair }
  close: () => Promise<void>
}

/** Starts FORGE on its embedded database with a large and a small prompt set, fleet and publication. */
export async function openPageScene(size: { prompts: number; instances: number }): Promise<PageScene> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-bench-page-'))
  const forge = await startForge({ ...parseConfig({ ANVIL_DATA_DIR: folder, ANVIL_LOG_LEVEL: 'error' }), port: 0 })
  const ada = await firstAdmin({ url: forge.url, setupCode: forge.setupCode ?? '' })
  const project = await ada.request(Project, `/organisations/${ada.organisationId}/projects`, { name: 'Engines' })
  const desk = { forge, ada, project }
  const prompts = manyPrompts(size.prompts)
  const promptSetId = await newSet(desk, 'Everything', prompts)
  const few = manyPrompts(10).map(({ id, text }) => ({ id: `few.${id}`, text }))
  const fewId = await newSet(desk, 'A few', few)
  await ada.request(StatusChange, `/projects/${project.id}/prompt-sets/${fewId}/status`, { status: 'REVIEW' }, 'PUT')
  const publications = {
    large: await fleetOf(desk, 'development', size.instances, fewId),
    small: await fleetOf(desk, 'staging', 1, fewId),
  }
  const at = (below: string, shows: string): Place => ({ path: `/projects/${project.id}/${below}`, shows })
  const editorsId = await newSet(desk, 'Texts', [
    { id: 'large', text: ruledText(144_000) },
    { id: 'small', text: ruledText(1_000) },
  ])
  const first = (all: ManyPrompt[]): string => all.map(({ id }) => id).toSorted()[0] ?? ''
  const published = (id: string, environment: string): string => `publications/${id}?environment=${environment}`
  return {
    ...desk,
    promptSetId,
    prompts,
    pairs: {
      prompts: {
        large: at(`prompts/${promptSetId}`, first(prompts)),
        small: at(`prompts/${fewId}`, first(few)),
      },
      fleet: { large: at('fleet?environment=development', LARGE), small: at('fleet?environment=staging', SMALL) },
      editors: {
        large: at(`prompts/${editorsId}/edit/large`, SIGN),
        small: at(`prompts/${editorsId}/edit/small`, SIGN),
      },
      deliveries: {
        large: at(published(publications.large, 'development'), LARGE),
        small: at(published(publications.small, 'staging'), SMALL),
      },
    },
    close: async () => {
      await forge.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The hosts that stand first in a fleet of many and of one. */
const LARGE = 'checkout-103.internal'
const SMALL = 'shop-100.internal'

/** What the texts begin with that are written in. */
const SIGN = 'You answer as'

/** A text of rules with variables, sections and remarks, about so long. */
function ruledText(length: number): string {
  const rules = [
    '{{#history}}Before: {{.}}{{/history}}',
    'Use the name {{customer_name}} once.',
    '{{! by Ada }}Be brief.',
  ]
  const lines = [`${SIGN} {{company}}.`]
  for (let size = 0; size < length - 100; size += lines.at(-1)?.length ?? 0) {
    lines.push(`- Rule ${lines.length}: ${rules[lines.length % rules.length]} Where two rules disagree, say so.`)
  }
  return lines.join('\n')
}

type Desk = Pick<PageScene, 'forge' | 'ada' | 'project'>

async function newSet({ ada, project }: Desk, name: string, prompts: ManyPrompt[]): Promise<string> {
  const { id } = await ada.request(PromptSet, `/projects/${project.id}/prompt-sets`, { name })
  await importPrompts(ada, { projectId: project.id, promptSetId: id }, prompts)
  return id
}

/** Connects so many instances to an environment, and publishes a draft to them. */
async function fleetOf(
  { forge, ada, project }: Desk,
  environment: string,
  count: number,
  promptSetId: string,
): Promise<string> {
  const path = `/projects/${project.id}`
  const body = { name: `The ${environment} fleet`, environment }
  const { value: accessToken } = await ada.request(IssuedAccessToken, `${path}/access-tokens`, body)
  const have = { epoch: 1, sequence: 0 }
  await reportInstances({ url: forge.url, projectId: project.id, accessToken, count, have }, (at) =>
    at % 9 === 0 ? { mode: 'frozen' } : at % 7 === 0 ? { trust: 'first-use' } : {},
  )
  const asked = { kind: 'publish', sets: [{ prompt_set_id: promptSetId, draft: true }] }
  return (await ada.request(Publication, `${path}/environments/${environment}/publications`, asked)).id
}
