import { requestForge } from '@anvil/shared/api'
import { Anything, DraftAnswer, PromptAnswer, PromptSetAnswer } from './answers.js'
import type { ProjectAccess } from './project-access.js'

export const PROMPT = 'welcome.message'

const pathOf = ({ projectId, promptSetId }: ProjectAccess): string =>
  `/projects/${projectId}/prompt-sets/${promptSetId}`

export async function readPromptSet(
  project: ProjectAccess,
): Promise<{ status: string; locked_version: string | null }> {
  return requestForge(project.author, PromptSetAnswer, { path: pathOf(project) })
}

/** Writes the text of the one prompt; a new one is made, a present one is changed under its ETag. */
export async function writeText(project: ProjectAccess, template: string): Promise<void> {
  const path = `${pathOf(project)}/prompts/${PROMPT}`
  const present = await requestForge(project.author, PromptAnswer, { path }).catch(() => undefined)
  const headers: Record<string, string> = present ? { 'if-match': present.etag } : { 'if-none-match': '*' }
  const variables = { name: { type: 'string' }, product: { type: 'string' } }
  const body = { kind: 'text', template, variables }
  await requestForge(project.author, Anything, { method: 'PUT', path, headers, body })
}

export async function moveTo(project: ProjectAccess, status: 'LIVE' | 'REVIEW'): Promise<void> {
  await requestForge(project.author, Anything, { method: 'PUT', path: `${pathOf(project)}/status`, body: { status } })
}

/** The digest of exactly the text that is in the draft now. */
export async function draftDigest(project: ProjectAccess): Promise<string> {
  return (await requestForge(project.author, DraftAnswer, { path: `${pathOf(project)}/draft` })).content_digest
}

export async function approve(
  project: ProjectAccess,
  content_digest: string,
  by: 'author' | 'reviewer',
): Promise<void> {
  const path = `${pathOf(project)}/approvals`
  await requestForge(project[by], Anything, { method: 'POST', path, body: { content_digest } })
}

/** Locks exactly this draft; answers the number of the version. */
export async function lock(project: ProjectAccess, content_digest: string): Promise<string> {
  const path = `${pathOf(project)}/status`
  await requestForge(project.reviewer, Anything, { method: 'PUT', path, body: { status: 'LOCKED', content_digest } })
  const { locked_version: version } = await readPromptSet(project)
  if (version === null) throw new Error('The prompt set is locked without a version')
  return version
}

/** The whole way from a locked text to the next locked text: draft, edit, review, approve, lock. */
export async function lockNewText(project: ProjectAccess, template: string): Promise<string> {
  await moveTo(project, 'LIVE')
  await writeText(project, template)
  await moveTo(project, 'REVIEW')
  const digest = await draftDigest(project)
  await approve(project, digest, 'reviewer')
  return lock(project, digest)
}
