import { TokenAnswer } from './answers.js'
import { type SeedSession, takeStep } from './take-step.js'

/** A new access token for LIVE instances in production. */
export async function issueToken(session: SeedSession, projectId: string): Promise<string> {
  const path = `/projects/${projectId}/access-tokens`
  const body = { name: 'Demo application', environment: 'production' }
  return (await takeStep(session, TokenAnswer, { method: 'POST', path, body })).value
}
