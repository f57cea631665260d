import { z } from 'zod'
import { Envelope, ManifestEntry, VersionNumber } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { Slug } from '../protocol/prompt-id.js'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'A digest is 64 lower-case hex digits')
const Sequence = z.int().nonnegative()

const common = {
  /** The head that the person saw; where another is the head by now, 409 says what changed. Left out, the change is applied to whatever is the head. */
  expected_sequence: Sequence.optional(),
  note: z.string().max(2_000).default(''),
}

/** A version by its number, or the open draft, of which a pre-release version is made; with `content_digest` only if it still says that. */
export const PublishedSet = z.union(
  [
    z.strictObject({ prompt_set_id: z.uuid(), version: VersionNumber }),
    z.strictObject({ prompt_set_id: z.uuid(), draft: z.literal(true), content_digest: Sha256.optional() }),
  ],
  { error: 'Name a prompt set by its id, with its `version` such as "1.4.0", or with `draft: true`' },
)
export type PublishedSet = z.infer<typeof PublishedSet>

const onlyOnce = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

const PromptSetIds = z
  .array(z.uuid())
  .min(1)
  .max(LIMITS.promptSetsPerProject)
  .refine(onlyOnce, 'Name each prompt set once')

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
  prompt_set_ids: PromptSetIds,
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

/**
 * Puts in place what another environment of the project runs: all of it, so that both run the same, or the named prompt
 * sets of it. With `from_sequence` only if that environment is still where the person saw it.
 */
export const PromoteInput = z.strictObject({
  kind: z.literal('promote'),
  from_environment: Slug,
  from_sequence: Sequence.optional(),
  prompt_set_ids: PromptSetIds.optional(),
  ...common,
})
export type PromoteInput = z.infer<typeof PromoteInput>

/** What may be asked of an environment: run these versions, leave these sets out, go back, or take what another runs. */
export const PublicationInput = z.discriminatedUnion('kind', [PublishInput, WithdrawInput, RollbackInput, PromoteInput])
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

export const PublicationKind = z.enum(['initial', 'publish', 'withdraw', 'rollback', 'promote'])
export type PublicationKind = z.infer<typeof PublicationKind>

/** The publication whose manifest a rollback or a promotion took its versions from. */
export const PublicationOrigin = z.object({ environment: z.string(), sequence: Sequence })
export type PublicationOrigin = z.infer<typeof PublicationOrigin>

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
  origin: PublicationOrigin.nullable(),
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

/** What instances proved to run beyond the head, where FORGE's database was restored from an older backup. */
export const BehindFleet = z.object({
  epoch: z.int().positive(),
  sequence: Sequence,
  instance_id: z.string(),
  proven_at: z.string(),
})
export type BehindFleet = z.infer<typeof BehindFleet>

/** What an environment runs now, with the signed manifest as instances get it. */
export const EnvironmentHead = z.object({
  environment: z.string(),
  publication_id: z.uuid(),
  epoch: z.int().positive(),
  sequence: Sequence,
  bundles: z.array(RunningBundle),
  issued_at: z.string(),
  expires_at: z.string(),
  /** Not null while nothing can be published, until the operator repairs the sequence. */
  behind_fleet: BehindFleet.nullable(),
  envelope: Envelope,
})
export type EnvironmentHead = z.infer<typeof EnvironmentHead>

/** A prompt id that more than one bundle of an environment would hold. */
export const IdConflict = z.object({
  id: z.string(),
  prompt_sets: z.array(z.object({ prompt_set_id: z.uuid(), prompt_set: z.string(), version: VersionNumber })),
})
export type IdConflict = z.infer<typeof IdConflict>
