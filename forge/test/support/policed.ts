import type { JudgedFinding, Policy, Waiver } from '@anvil/shared/api'
import type { Test } from 'supertest'
import type { PromptSetDesk } from './content.js'
import type { Person } from './factories.js'

/** A token as GitHub's look, which no file of this repository holds. */
export const SECRET = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`

const HOUR_MS = 60 * 60 * 1000

/** Puts a policy in force, whatever was in force before. */
export async function setRules(by: Person, projectId: string, rules: object): Promise<Policy> {
  const call = by.call('put', `/projects/${projectId}/policy`).set('If-Match', '*')
  return (await call.send({ format: 1, rules }).expect(200)).body
}

export async function findingsOf(set: PromptSetDesk): Promise<JudgedFinding[]> {
  return (await set.call('get', '/checks').expect(200)).body.findings
}

/** Asks for a waiver of the only finding that blocks, for some hours from a time; expects nothing of the answer. */
export async function askWaiver(set: PromptSetDesk, { hours = 1, from = new Date() } = {}): Promise<{ ask: Test }> {
  const findings = await findingsOf(set)
  const fingerprint = findings.find(({ level }) => level === 'block')?.fingerprint ?? '0'.repeat(64)
  const expires_at = new Date(from.getTime() + hours * HOUR_MS).toISOString()
  return { ask: set.call('post', '/waivers').send({ fingerprint, reason: 'It is made up for the tour.', expires_at }) }
}

/** Has a waiver asked for and given. */
export async function waive(
  set: PromptSetDesk,
  reviewer: Person,
  how: { hours?: number; from?: Date } = {},
): Promise<Waiver> {
  const { body } = await (await askWaiver(set, how)).ask.expect(201)
  return (await set.as(reviewer).call('post', `/waivers/${body.id}/give`).expect(200)).body
}
