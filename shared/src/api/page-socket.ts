import { z } from 'zod'
import { Person } from './person.js'
import type { Goodbye } from '../protocol/live-socket.js'
import { PromptId } from '../protocol/prompt-id.js'

/** Where FORGE serves the sockets of people who are signed in; each is for one project. */
export const PAGE_SOCKET_PATH = '/api/v1/events'

/** What a page says of itself when it connects: the session's token, and the project it shows. */
export const PageHandshake = z.object({ token: z.string().max(4_096), project_id: z.uuid() })
export type PageHandshake = z.infer<typeof PageHandshake>

/** What of a project changed; what a newer FORGE calls otherwise reads as `project`, which is all of it. */
export const ChangeKind = z
  .enum(['prompts', 'prompt_set', 'review', 'version', 'publication', 'delivery', 'fleet', 'tokens', 'project'])
  .catch('project')
export type ChangeKind = z.infer<typeof ChangeKind>

/**
 * A word that something changed, without what; `prompt_set_id` where it is of one prompt set, `etag` where one prompt
 * was written: what it has since, by which the page that wrote it knows that there is nothing to read.
 */
export const Hint = z.object({
  what: ChangeKind,
  prompt_set_id: z.uuid().optional(),
  etag: z.string().optional(),
})
export type Hint = z.infer<typeof Hint>

/** Hints that gathered since the last ones. */
export const Changed = z.object({ project_id: z.uuid(), hints: z.array(Hint) })
export type Changed = z.infer<typeof Changed>

/** A prompt that somebody has open for editing. */
export const EditingPlace = z.object({ prompt_set_id: z.uuid(), prompt_id: PromptId })
export type EditingPlace = z.infer<typeof EditingPlace>

/** Who has which prompts of a project open for editing, as far as this FORGE process knows. */
export const Presence = z.object({
  project_id: z.uuid(),
  editing: z.array(EditingPlace.extend({ person: Person })),
})
export type Presence = z.infer<typeof Presence>

/** Events from FORGE to a page. */
export interface PageServerEvents {
  changed: (changed: Changed) => void
  presence: (presence: Presence) => void
  goodbye: (goodbye: Goodbye) => void
}

/** Events from a page to FORGE. */
export interface PageClientEvents {
  editing: (place: EditingPlace | null) => void
}
