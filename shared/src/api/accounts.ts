import { z } from 'zod'
import { Slug } from '../protocol/prompt-id.js'

/** What people are shown as the name of something. */
export const Name = z
  .string()
  .trim()
  .max(200)
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'A name has at least one character that can be seen')
export const Email = z.email().max(254)
export const Password = z.string().min(12, 'A password has 12 characters or more').max(1_000)

export const User = z.object({ id: z.uuid(), email: z.string(), name: z.string() })
export type User = z.infer<typeof User>

export const Organisation = z.object({ id: z.uuid(), name: z.string(), slug: z.string(), created_at: z.string() })
export type Organisation = z.infer<typeof Organisation>

/** Whether this FORGE waits for its first admin. */
export const SetupState = z.object({ needed: z.boolean() })
export type SetupState = z.infer<typeof SetupState>

export const SetupInput = z.object({
  code: z.string(),
  email: Email,
  name: Name.optional(),
  password: Password,
  organisation: z.object({ name: Name, slug: Slug.optional() }),
})
export type SetupInput = z.infer<typeof SetupInput>

export const SignInInput = z.object({ email: z.string().max(254), password: z.string().max(1_000) })
export type SignInInput = z.infer<typeof SignInInput>

/** A session as it is given out: send `token` as `Authorization: Bearer …`. */
export const Session = z.object({ token: z.string(), expires_at: z.string(), user: User })
export type Session = z.infer<typeof Session>

/** Whose session a request came with. */
export const CurrentSession = z.object({ user: User })
export type CurrentSession = z.infer<typeof CurrentSession>

export const SetupResult = Session.extend({ organisation: Organisation })
export type SetupResult = z.infer<typeof SetupResult>
