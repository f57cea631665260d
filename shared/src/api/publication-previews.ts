import { z } from 'zod'
import { VersionNumber } from '../protocol/documents.js'
import { Mode } from '../protocol/live-socket.js'
import { LiveInstance } from './fleet.js'
import { ChangedSet } from './publications.js'
import { Blocker } from './reviews.js'
import { Diff } from './versions.js'

/**
 * What would change for one prompt set, and how its texts differ. An id that another prompt set gives up in the same
 * publication is `moved`, and breaks callers only where it differs there.
 */
export const PreviewedSet = z.object({
  ...ChangedSet.shape,
  diff: Diff,
  moved: z.array(z.object({ id: z.string(), from: z.string() })),
})
export type PreviewedSet = z.infer<typeof PreviewedSet>

/** What one LIVE instance would do: go from what it runs of each changed prompt set to the new version, or stay where it is FROZEN. */
export const PreviewedTarget = z.object({
  instance_id: z.string(),
  app: z.string(),
  host: z.string(),
  mode: Mode,
  contact: LiveInstance.shape.contact,
  last_seen_at: z.string(),
  stays: z.boolean(),
  sets: z.array(
    z.object({
      prompt_set_id: z.uuid(),
      prompt_set: z.string(),
      from: VersionNumber.nullable(),
      to: VersionNumber.nullable(),
    }),
  ),
})
export type PreviewedTarget = z.infer<typeof PreviewedTarget>

/**
 * What a publication would do, without doing it. `sequence` is the head it was judged against, to be sent as
 * `expected_sequence`; `instances` counts those that would take it now.
 */
export const PublicationPreview = z.object({
  environment: z.string(),
  sequence: z.int().nonnegative(),
  changed: z.array(PreviewedSet),
  targets: z.array(PreviewedTarget),
  instances: z.int().nonnegative(),
  /** All that speaks against it, as the refusals would say it; empty where it can be published. */
  blocked_by: z.array(Blocker),
})
export type PublicationPreview = z.infer<typeof PublicationPreview>
