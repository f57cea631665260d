import { z } from 'zod'
import { Slug } from './prompt-id.js'
import { isVersionNumber } from './version-number.js'

const Timestamp = z.iso.datetime({ offset: false })
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().nonnegative()

export const VersionNumber = z.string().refine(isVersionNumber, 'A version is a semver number such as 1.4.0')

export const VariableType = z.enum(['string', 'number', 'boolean', 'enum', 'list', 'object'])
export type VariableType = z.infer<typeof VariableType>

/** What a prompt expects under a name. `values` lists what an enum admits. */
export const Variable = z.looseObject({
  type: VariableType,
  required: z.boolean(),
  default: z.unknown(),
  description: z.string(),
  values: z.array(z.string()).optional(),
})
export type Variable = z.infer<typeof Variable>

export const Variables = z.record(z.string(), Variable)
export type Variables = z.infer<typeof Variables>

/** A prompt's own pair of tag marks, instead of `{{` and `}}`. */
export const Delimiters = z.tuple([z.string().min(1).max(16), z.string().min(1).max(16)])
export type Delimiters = z.infer<typeof Delimiters>

export const ChatMessage = z.looseObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  template: z.string(),
})
export type ChatMessage = z.infer<typeof ChatMessage>

const promptFields = {
  delimiters: Delimiters.nullable(),
  variables: Variables,
  metadata: z.record(z.string(), z.unknown()),
}

export const TextPrompt = z.looseObject({ kind: z.literal('text'), template: z.string(), ...promptFields })
export const ChatPrompt = z.looseObject({
  kind: z.literal('chat'),
  messages: z.array(ChatMessage).min(1),
  ...promptFields,
})

/** One prompt as it stands in a bundle. */
export const BundledPrompt = z.discriminatedUnion('kind', [TextPrompt, ChatPrompt])
export type BundledPrompt = z.infer<typeof BundledPrompt>

/** A text that a prompt includes from another prompt set, frozen with the version it came from. */
export const BundledInclude = z.looseObject({
  template: z.string(),
  delimiters: Delimiters.nullable(),
  variables: Variables,
  from: z.looseObject({ prompt_set_id: z.uuid(), version: VersionNumber, sha256: Sha256 }),
})
export type BundledInclude = z.infer<typeof BundledInclude>

/** One version of one prompt set, in the form in which it travels. */
export const Bundle = z.looseObject({
  format: z.literal(1),
  project_id: z.uuid(),
  prompt_set_id: z.uuid(),
  prompt_set: Slug,
  version: VersionNumber,
  created_at: Timestamp,
  snapshot: z.record(z.string(), BundledPrompt),
  includes: z.record(z.string(), BundledInclude),
})
export type Bundle = z.infer<typeof Bundle>

/** One line of a manifest: which bundle of a prompt set runs; sizes in bytes. */
export const ManifestEntry = z.looseObject({
  prompt_set_id: z.uuid(),
  prompt_set: Slug,
  version: VersionNumber,
  sha256: Sha256,
  bytes: Count,
  gzip_bytes: Count,
})
export type ManifestEntry = z.infer<typeof ManifestEntry>

/** What an environment of a project runs. */
export const Manifest = z.looseObject({
  format: z.literal(1),
  forge_id: z.string().min(1),
  project_id: z.uuid(),
  environment: Slug,
  keyset: z.int().positive(),
  epoch: z.int().positive(),
  sequence: Count,
  issued_at: Timestamp,
  expires_at: Timestamp,
  min_client: z.int().positive(),
  bundles: z.array(ManifestEntry),
})
export type Manifest = z.infer<typeof Manifest>

const PublicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const KeyId = z.string().regex(/^[0-9a-f]{64}$/)

/** Which keys may sign manifests; signed by the root key. A key's id is the SHA-256 of its 32 raw bytes, in hex. */
export const Keyset = z.looseObject({
  format: z.literal(1),
  forge_id: z.string().min(1),
  number: z.int().positive(),
  epoch: z.int().positive(),
  issued_at: Timestamp,
  roots: z.array(z.looseObject({ id: KeyId, public_key: PublicKey })).min(1),
  signing_keys: z.array(z.looseObject({ id: KeyId, public_key: PublicKey, not_after: Timestamp })),
  revoked: z.array(KeyId),
})
export type Keyset = z.infer<typeof Keyset>

/** A DSSE envelope, with exactly these fields and canonical base64. */
export const Envelope = z.strictObject({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z
    .array(z.strictObject({ keyid: KeyId, sig: z.string() }))
    .min(1)
    .max(8),
})
export type Envelope = z.infer<typeof Envelope>

/** The largest number that fits into 32 bits with a sign. */
export const INT32_MAX = 2_147_483_647

/** Where a manifest stands in the order of its environment. */
export const Position = z.object({ epoch: z.int().positive().max(INT32_MAX), sequence: Count })
export type Position = z.infer<typeof Position>
