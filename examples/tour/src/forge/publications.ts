import { randomUUID } from 'node:crypto'
import { DeliveryList, requestForge } from '@anvil/shared/api'
import { HeadAnswer, PublicationAnswer } from './answers.js'
import type { ProjectAccess } from './project-access.js'

/** A publication, with the moment in which it was asked for, in milliseconds of the wall clock. */
export interface Published {
  id: string
  sequence: number
  askedAt: number
}

const pathOf = ({ projectId }: ProjectAccess): string => `/projects/${projectId}/environments/production`

/** The sequence and the versions that production runs. */
export async function readHead(project: ProjectAccess): Promise<{ sequence: number; versions: string[] }> {
  const { sequence, bundles } = await requestForge(project.author, HeadAnswer, { path: `${pathOf(project)}/head` })
  return { sequence, versions: bundles.map(({ version }) => version) }
}

/** The sequence that applications proved to run beyond production's head; undefined where none did. */
export async function readProvenSequence(project: ProjectAccess): Promise<number | undefined> {
  const { behind_fleet } = await requestForge(project.author, HeadAnswer, { path: `${pathOf(project)}/head` })
  return behind_fleet?.sequence
}

export async function publish(project: ProjectAccess, version: string): Promise<Published> {
  return move(project, { kind: 'publish', sets: [{ prompt_set_id: project.promptSetId, version }] })
}

export async function rollBack(project: ProjectAccess, toSequence: number): Promise<Published> {
  return move(project, { kind: 'rollback', to_sequence: toSequence })
}

/** What became of a publication at each application. */
export async function readDeliveries(project: ProjectAccess, publicationId: string): Promise<DeliveryList> {
  const path = `${pathOf(project)}/publications/${publicationId}/deliveries`
  return requestForge(project.author, DeliveryList, { path })
}

async function move(project: ProjectAccess, what: object): Promise<Published> {
  const { sequence: expected_sequence } = await readHead(project)
  const askedAt = performance.timeOrigin + performance.now()
  const { id, sequence } = await requestForge(project.author, PublicationAnswer, {
    method: 'POST',
    path: `${pathOf(project)}/publications`,
    headers: { 'idempotency-key': randomUUID() },
    body: { ...what, expected_sequence },
  })
  return { id, sequence, askedAt }
}
