import { z } from 'zod'
import { Name, Password } from './accounts.js'

/** One of a person's own sessions; `program` and `address` are where it was begun and last used. */
export const OwnSession = z.object({
  id: z.uuid(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  address: z.string(),
  program: z.string(),
  current: z.boolean(),
})
export type OwnSession = z.infer<typeof OwnSession>

export const SessionList = z.object({ sessions: z.array(OwnSession) })
export type SessionList = z.infer<typeof SessionList>

/** How many sessions were ended. */
export const EndedSessions = z.object({ ended: z.number() })
export type EndedSessions = z.infer<typeof EndedSessions>

/** How many sessions a new password ended, and the API keys of the person, which go on. */
export const ChangedPassword = EndedSessions.extend({ api_keys: z.array(z.object({ id: z.uuid(), name: z.string() })) })
export type ChangedPassword = z.infer<typeof ChangedPassword>

export const PasswordInput = z.object({ current_password: z.string().max(1_000), new_password: Password })
export type PasswordInput = z.infer<typeof PasswordInput>

export const AccountInput = z.object({ name: Name })
export type AccountInput = z.infer<typeof AccountInput>
