import { Envelope } from '@anvil/shared'
import { AuditMeans } from '@anvil/shared/api'
import { z } from 'zod'

const Place = z.int().positive()
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** The first line of an export: whose trail it is, what signs it, and from where to where it goes. */
export const ExportHeader = z.strictObject({
  format: z.literal(1),
  kind: z.literal('anvil-audit-export'),
  forge_id: z.string(),
  chain: z.string(),
  organisation: z.strictObject({ id: z.string(), name: z.string(), slug: z.string() }).nullable(),
  keysets: z.array(Envelope).min(1),
  first_seq: Place,
  /** The checkpoint of the entry before the first; null where the chain begins here. */
  anchor: Envelope.nullable(),
  /** The checkpoint of the last entry. */
  head: Envelope,
})
export type ExportHeader = z.infer<typeof ExportHeader>

/** A sealed entry; nothing may stand beside what its hash covers. */
const ExportEntry = z.strictObject({
  chain: z.string(),
  seq: Place,
  prev: Hash.nullable(),
  number: Place,
  organisation_id: z.string().nullable(),
  project_id: z.string().nullable(),
  actor: z.strictObject({ kind: z.enum(['user', 'instance', 'system']), id: z.string(), name: z.string().nullable() }),
  means: AuditMeans.nullable(),
  address: z.string().nullable(),
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.unknown()),
  request_id: z.string().nullable(),
  created_at: z.iso.datetime(),
  hash: Hash,
})
export type ExportEntry = z.infer<typeof ExportEntry>

/** Every later line: an entry, or what FORGE signed of the entry before it. */
export const ExportLine = z.union([z.strictObject({ checkpoint: Envelope }), ExportEntry])
