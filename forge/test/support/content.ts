import type { Draft, PromptSet, StatusChange, Version } from '@anvil/shared/api'
import type { Test } from 'supertest'
import { addPerson, firstAdmin, newProject, type Person } from './factories.js'
import type { TestForge } from './forge.js'

/** One prompt set under its address, for one person. */
export interface PromptSetDesk {
  id: string
  by: Person
  /** The same prompt set for somebody else. */
  as: (person: Person) => PromptSetDesk
  call: (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path?: string) => Test
  /** Writes a text prompt, whatever stands there. */
  write: (id: string, template: string, more?: object) => Promise<void>
  draft: () => Promise<Draft>
  /** Asks for a move; expects nothing of the answer. */
  move: (body: object) => Test
  /** Approves what the draft says; whoever did that already still does. */
  approve: () => Promise<void>
}

/** An author, a reviewer and a project. */
export interface Office {
  author: Person
  reviewer: Person
  organisationId: string
  projectId: string
  newSet: (name: string) => Promise<PromptSetDesk>
}

/** Sets a FORGE up with two people and a project. */
export async function openOffice(forge: TestForge): Promise<Office> {
  const author = await firstAdmin(forge)
  const organisationId = author.organisation.id
  const reviewer = await addPerson(forge, author, organisationId, { email: 'grace@example.com' })
  const { id: projectId } = await newProject(author, organisationId)
  return { author, reviewer, organisationId, projectId, newSet: (name) => newPromptSet(author, projectId, name) }
}

/** Makes an empty prompt set. */
export async function newPromptSet(by: Person, projectId: string, name: string): Promise<PromptSetDesk> {
  const { body } = await by.call('post', `/projects/${projectId}/prompt-sets`).send({ name }).expect(201)
  return deskOf(by, projectId, body)
}

export function deskOf(by: Person, projectId: string, { id }: Pick<PromptSet, 'id'>): PromptSetDesk {
  const call: PromptSetDesk['call'] = (method, path = '') =>
    by.call(method, `/projects/${projectId}/prompt-sets/${id}${path}`)
  const draft = async (): Promise<Draft> => (await call('get', '/draft').expect(200)).body
  return {
    id,
    by,
    call,
    draft,
    as: (person) => deskOf(person, projectId, { id }),
    write: async (promptId, template, more = {}) => {
      const { etag } = await call('get', `/prompts/${promptId}`).then(({ headers }) => headers)
      const put = call('put', `/prompts/${promptId}`).set(etag ? { 'If-Match': etag } : { 'If-None-Match': '*' })
      const response = await put.send({ kind: 'text', template, ...more })
      if (response.status > 201) throw new Error(JSON.stringify(response.body))
    },
    move: (body) => call('put', '/status').send(body),
    approve: async () => {
      const { content_digest } = await draft()
      const { status, body } = await call('post', '/approvals').send({ content_digest })
      if (status > 201) throw new Error(JSON.stringify(body))
    },
  }
}

/** Takes an open draft through review and approval to LOCKED. */
export async function lock(set: PromptSetDesk, reviewer: Person, chosen?: { version: string }): Promise<Version> {
  await set.move({ status: 'REVIEW' }).expect(200)
  await set.as(reviewer).approve()
  const { content_digest } = await set.draft()
  const { body }: { body: StatusChange } = await set.move({ status: 'LOCKED', content_digest, ...chosen }).expect(200)
  if (!body.version) throw new Error('The lock made no version')
  return body.version
}
