import type { DemoPromptSet } from '../demo-prompts.js'
import { Anything, DraftAnswer, PromptSetAnswer, PromptSetList, StatusAnswer } from './answers.js'
import { type SeedSession, takeStep } from './take-step.js'

/** A prompt set with the version at which it is locked. */
export interface LockedSet {
  promptSetId: string
  version: string
}

/** Makes a demo prompt set, has it reviewed, approves and locks it; goes on where an earlier start was interrupted. */
export async function lockPromptSet(session: SeedSession, projectId: string, demo: DemoPromptSet): Promise<LockedSet> {
  const promptSet = await openPromptSet(session, projectId, demo)
  const path = `/projects/${projectId}/prompt-sets/${promptSet.id}`
  if (promptSet.status === 'LIVE') {
    await putPrompts(session, path, promptSet.revision, demo)
    await moveTo(session, path, { status: 'REVIEW' })
  }
  if (promptSet.status !== 'LOCKED') await approveAndLock(session, path)
  const { locked_version: version } = await takeStep(session, PromptSetAnswer, { path })
  if (version === null) throw new Error(`${demo.slug} is locked without a version`)
  return { promptSetId: promptSet.id, version }
}

async function openPromptSet(
  session: SeedSession,
  projectId: string,
  { slug, name, description }: DemoPromptSet,
): Promise<PromptSetAnswer> {
  const path = `/projects/${projectId}/prompt-sets`
  const { prompt_sets: promptSets } = await takeStep(session, PromptSetList, { path })
  const there = promptSets.find((promptSet) => promptSet.slug === slug)
  return there ?? takeStep(session, PromptSetAnswer, { method: 'POST', path, body: { name, slug, description } })
}

/** All prompts in one request; the revision says which state of the draft they are meant for. */
async function putPrompts(
  session: SeedSession,
  path: string,
  revision: number,
  { prompts }: DemoPromptSet,
): Promise<void> {
  const body = { prompts: Object.fromEntries(prompts.map(({ id, prompt }) => [id, prompt])) }
  const headers = { 'if-match': `"${revision}"` }
  await takeStep(session, Anything, { method: 'PUT', path: `${path}/prompts`, headers, body })
}

/** The admin is the only reviewer of this FORGE, and so may approve their own work. */
async function approveAndLock(session: SeedSession, path: string): Promise<void> {
  const { content_digest } = await takeStep(session, DraftAnswer, { path: `${path}/draft` })
  await takeStep(session, Anything, { method: 'POST', path: `${path}/approvals`, body: { content_digest } })
  await moveTo(session, path, { status: 'LOCKED', content_digest, note: 'First version' })
}

async function moveTo(session: SeedSession, path: string, body: object): Promise<void> {
  await takeStep(session, StatusAnswer, { method: 'PUT', path: `${path}/status`, body })
}
