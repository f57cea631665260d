import { type ForgeConnection, type ForgeRequest, requestForge } from '@anvil/shared/api'
import type { z } from 'zod'

/** As whom the demo is made, and what ends the making between two steps. */
export interface SeedSession extends ForgeConnection {
  interrupted: AbortSignal
}

/** One request of the first start; where somebody has interrupted it, the signal's reason is thrown instead. */
export async function takeStep<T>(session: SeedSession, schema: z.ZodType<T>, request: ForgeRequest): Promise<T> {
  session.interrupted.throwIfAborted()
  return requestForge(session, schema, request)
}
