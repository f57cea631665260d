import { z } from 'zod'

/** What an entry of the audit trail is about. */
export const AuditArea = z.enum(['prompts', 'reviews', 'versions', 'publications', 'tokens', 'project'])
export type AuditArea = z.infer<typeof AuditArea>

/** By what means something was done; `anonymous` before anybody was known, as where a sign-in fails. */
export const AuditMeans = z.enum(['session', 'api_key', 'access_token', 'anonymous', 'cli', 'job'])
export type AuditMeans = z.infer<typeof AuditMeans>

/** Asks for entries: of an area, by a person, of an action or target, of a time; `before` is the `next` of the page before. */
export const AuditQuery = z.object({
  area: AuditArea.optional(),
  user_id: z.uuid().optional(),
  action: z.string().min(1).max(100).optional(),
  target: z.string().min(1).max(300).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/**
 * Who did what to which target; the actor's `name` is the one at that time, null for FORGE itself, its operator's command
 * line and applications. `details` are as the action has them; `shortened` has the whole length of each list that goes on.
 */
export const AuditEntry = z.object({
  number: z.int().positive(),
  /** Its place in the chain of its organisation and its hash; null within the second before it is sealed. */
  seal: z.object({ seq: z.int().positive(), hash: z.string() }).nullable(),
  project_id: z.string().nullable(),
  actor: z.object({ kind: z.enum(['user', 'instance', 'system']), id: z.string(), name: z.string().nullable() }),
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.unknown()),
  shortened: z.record(z.string(), z.int().positive()),
  means: AuditMeans.nullable(),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  created_at: z.iso.datetime(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Asks for the trail as a file, around a time. */
export const AuditExportQuery = AuditQuery.pick({ from: true, to: true })

/** How far the trail of an organisation is sealed, and how far FORGE has signed it. */
export const AuditChain = z.object({
  chain: z.string(),
  sealed: z.object({ seq: z.int().positive(), hash: z.string() }).nullable(),
  signed: z.object({ seq: z.int().positive(), at: z.iso.datetime() }).nullable(),
})
export type AuditChain = z.infer<typeof AuditChain>

/** Entries, newest first; `next` is null at the end. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), next: z.int().positive().nullable() })
export type AuditPage = z.infer<typeof AuditPage>
