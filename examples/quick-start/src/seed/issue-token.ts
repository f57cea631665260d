import { type ForgeConnection, requestForge } from '@anvil/shared/api'
import { TokenAnswer } from './answers.js'

/** A new access token for LIVE instances in production. */
export async function issueToken(session: ForgeConnection, projectId: string): Promise<string> {
  const path = `/projects/${projectId}/access-tokens`
  const body = { name: 'Demo application', environment: 'production' }
  return (await requestForge(session, TokenAnswer, { method: 'POST', path, body })).value
}
