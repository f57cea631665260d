import { z } from 'zod'
import { Envelope, ManifestEntry, VersionNumber } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'A digest is 64 lower-case hex digits')
const Sequence = z.int().nonnegative()

const common = {
  /** The head that the person saw; where another is the head by now, 409 says what changed. Left out, the change is applied to whatever is the head. */
  expected_sequence: Sequence.optional(),
  note: z.string().max(2_000).default(''),
}

/** A version by its number, or the open draft, of which a pre-release version is made; with `content_digest` only if it still says that. */
export const PublishedSet = z.union([
  z.strictObject({ prompt_set_id: z.uuid(), version: VersionNumber }),
  z.strictObject({ prompt_set_id: z.uuid(), draft: z.literal(true), content_digest: Sha256.optional() }),
])
export type PublishedSet = z.infer<typeof PublishedSet>

const onlyOnce = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

export const PublishInput = z.strictObject({
  kind: z.literal('publish'),
  sets: z
    .array(PublishedSet)
    .min(1)
    .max(LIMITS.promptSetsPerProject)
    .refine((sets) => onlyOnce(sets.map((set) => set.prompt_set_id)), 'Name each prompt set once'),
  ...common,
})
export type PublishInput = z.infer<typeof PublishInput>

export const WithdrawInput = z.strictObject({
  kind: z.literal('withdraw'),
  prompt_set_ids: z
    .array(z.uuid())
    .min(1)
    .max(LIMITS.promptSetsPerProject)
    .refine(onlyOnce, 'Name each prompt set once'),
  ...common,
})
export type WithdrawInput = z.infer<typeof WithdrawInput>

/** Restores what the publication of that sequence ran, whole or one prompt set of it. */
export const RollbackInput = z.strictObject({
  kind: z.literal('rollback'),
  to_sequence: Sequence,
  prompt_set_id: z.uuid().optional(),
  ...common,
})
export type RollbackInput = z.infer<typeof RollbackInput>

/** What may be asked of an environment: run these versions, leave these sets out, or go back. */
export const PublicationInput = z.discriminatedUnion('kind', [PublishInput, WithdrawInput, RollbackInput])
export type PublicationInput = z.infer<typeof PublicationInput>

/** What a publication moved for one prompt set; null where it ran none before, or none after. */
export const ChangedSet = z.object({
  prompt_set_id: z.uuid(),
  prompt_set: z.string(),
  from: VersionNumber.nullable(),
  to: VersionNumber.nullable(),
})
export type ChangedSet = z.infer<typeof ChangedSet>

/** One line of what an environment runs. */
export const RunningBundle = z.object({ ...ManifestEntry.shape, version_id: z.uuid() })
export type RunningBundle = z.infer<typeof RunningBundle>

export const PublicationKind = z.enum(['initial', 'publish', 'withdraw', 'rollback'])
export type PublicationKind = z.infer<typeof PublicationKind>

/** The act that put a manifest in place: what it moved, and all that the environment runs since. */
export const Publication = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  environment: z.string(),
  kind: PublicationKind,
  epoch: z.int().positive(),
  sequence: Sequence,
  previous_sequence: Sequence.nullable(),
  changed: z.array(ChangedSet),
  bundles: z.array(RunningBundle),
  note: z.string(),
  created_by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  created_at: z.string(),
})
export type Publication = z.infer<typeof Publication>

/** Publications, newest first; `before` asks for those below a sequence. */
export const PublicationQuery = z.object({
  before: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type PublicationQuery = z.infer<typeof PublicationQuery>

/** One page; `next` is the `before` of the page after it, or null at the end. */
export const PublicationPage = z.object({ publications: z.array(Publication), next: Sequence.nullable() })
export type PublicationPage = z.infer<typeof PublicationPage>

/** What an environment runs now, with the signed manifest as instances get it. */
export const EnvironmentHead = z.object({
  environment: z.string(),
  publication_id: z.uuid(),
  epoch: z.int().positive(),
  sequence: Sequence,
  bundles: z.array(RunningBundle),
  issued_at: z.string(),
  expires_at: z.string(),
  envelope: Envelope,
})
export type EnvironmentHead = z.infer<typeof EnvironmentHead>

/** A prompt id that more than one bundle of an environment would hold. */
export const IdConflict = z.object({
  id: z.string(),
  prompt_sets: z.array(z.object({ prompt_set_id: z.uuid(), prompt_set: z.string(), version: VersionNumber })),
})
export type IdConflict = z.infer<typeof IdConflict>
