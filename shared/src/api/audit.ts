import { z } from 'zod'

/** What an entry of the audit trail is about. */
export const AuditArea = z.enum(['prompts', 'reviews', 'versions', 'publications', 'tokens', 'project'])
export type AuditArea = z.infer<typeof AuditArea>

/** Asks for the entries of an area, or by a person; `before` is the `next` of the page before. */
export const AuditQuery = z.object({
  area: AuditArea.optional(),
  user_id: z.uuid().optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/**
 * Who did what to which target; `name` is null for FORGE itself, its operator's command line and applications. `details`
 * are as the action has them; `shortened` has the whole length of each list that goes on.
 */
export const AuditEntry = z.object({
  number: z.int().positive(),
  actor: z.object({ kind: z.enum(['user', 'instance', 'system']), id: z.string(), name: z.string().nullable() }),
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.unknown()),
  shortened: z.record(z.string(), z.int().positive()),
  request_id: z.string().nullable(),
  created_at: z.iso.datetime(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Entries, newest first; `next` is null at the end. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), next: z.int().positive().nullable() })
export type AuditPage = z.infer<typeof AuditPage>
