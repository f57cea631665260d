import { z } from 'zod'
import { VersionNumber } from '../protocol/documents.js'
import { InstanceId, LiveState, Mode, Trust } from '../protocol/live-socket.js'
import { DeliveryState } from './deliveries.js'
import { PublicationKind } from './publications.js'

const Place = z.int().nonnegative().nullable()
const Count = z.int().nonnegative()

/**
 * What an instance shows, the worst first: `failing` where it can't go on or trusts a revoked key, `silent` where nothing
 * is heard of it, `behind` where it runs something else than the environment, `unpinned` where it was told no root key.
 */
export const Light = z.enum(['failing', 'silent', 'behind', 'frozen', 'unpinned', 'current'])
export type Light = z.infer<typeof Light>

/** A LIVE instance as it was last heard of; `contact` is `connected` within two heartbeats, else `silent`. */
export const LiveInstance = z.object({
  id: z.string(),
  app: z.string(),
  host: z.string(),
  pid: z.int(),
  sdk: z.string(),
  runtime: z.string(),
  labels: z.record(z.string(), z.string()),
  address: z.string(),
  mode: Mode,
  state: LiveState,
  trust: Trust,
  insecure: z.boolean(),
  epoch: Place,
  sequence: Place,
  wanted_sequence: Place,
  prompts: z.int(),
  contact: z.enum(['connected', 'silent']),
  light: Light,
  /** Whether FORGE can tell it something now: by its socket, or by the address it gave for pushes. */
  can_hear: z.boolean(),
  access_token_id: z.uuid().nullable(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
})
export type LiveInstance = z.infer<typeof LiveInstance>

/**
 * Some instances of an environment: `q` is in their application, host, id or a label as `name=value`; `runs` is the place
 * of what they run, `<epoch>-<sequence>`, or `nothing`.
 */
export const FleetFilter = z.strictObject({
  q: z.string().max(200).optional(),
  light: Light.optional(),
  runs: z
    .string()
    .regex(/^(nothing|\d{1,10}-\d{1,16})$/, 'A place is written as 1-12, or as nothing')
    .optional(),
  access_token_id: z.uuid().optional(),
})
export type FleetFilter = z.infer<typeof FleetFilter>

/** `cursor` is the `next_cursor` of the page before. */
export const FleetQuery = z.object({
  ...FleetFilter.shape,
  cursor: InstanceId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type FleetQuery = z.infer<typeof FleetQuery>

/** Instances in order of application, host and id, of `count` that were found; `next_cursor` is null at the end. */
export const LiveInstancePage = z.object({
  instances: z.array(LiveInstance),
  count: Count,
  next_cursor: z.string().nullable(),
})
export type LiveInstancePage = z.infer<typeof LiveInstancePage>

/** Which version of a prompt set a publication runs. */
export const RunVersion = z.object({ prompt_set_id: z.uuid(), prompt_set: z.string(), version: VersionNumber })
export type RunVersion = z.infer<typeof RunVersion>

/**
 * Something that instances run, against what the environment does: the publication with its versions, how many
 * publications were made since (`behind`), and when the first of those was. `ahead` is what FORGE does not know, as after
 * it was restored from an older backup.
 */
export const FleetPlace = z.object({
  epoch: Place,
  sequence: Place,
  publication_id: z.uuid().nullable(),
  versions: z.array(RunVersion),
  standing: z.enum(['nothing', 'current', 'behind', 'ahead']),
  behind: Count,
  behind_since: z.string().nullable(),
})
export type FleetPlace = z.infer<typeof FleetPlace>

/** The instances that run the same; `frozen` are connected and stay there, `can_hear` can be asked to sync. */
export const FleetGroup = z.object({
  ...FleetPlace.shape,
  instances: Count,
  connected: Count,
  frozen: Count,
  can_hear: Count,
})
export type FleetGroup = z.infer<typeof FleetGroup>

/** A fleet in numbers: what it should run, how many of `all` were found, how they stand, and how many run what, the newest first. */
export const FleetSummary = z.object({
  wanted: FleetPlace,
  all: Count,
  count: Count,
  lights: z.partialRecord(Light, Count),
  groups: z.array(FleetGroup),
})
export type FleetSummary = z.infer<typeof FleetSummary>

/** One instance, with what it runs and what it should. */
export const LiveInstanceDetail = z.object({ instance: LiveInstance, runs: FleetPlace, wanted: FleetPlace })
export type LiveInstanceDetail = z.infer<typeof LiveInstanceDetail>

/** What one instance did with a publication of the past. */
export const PastDelivery = z.object({
  publication_id: z.uuid(),
  sequence: Count,
  kind: PublicationKind,
  versions: z.array(RunVersion),
  published_at: z.string(),
  connected: z.boolean(),
  state: DeliveryState,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  took_ms: z.number().nullable(),
  updated_at: z.string(),
})
export type PastDelivery = z.infer<typeof PastDelivery>

/** `before` asks for publications below a sequence. */
export const PastDeliveryQuery = z.object({
  before: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type PastDeliveryQuery = z.infer<typeof PastDeliveryQuery>

/** One page, newest publication first; `next` is the `before` of the page after it, or null at the end. */
export const PastDeliveryPage = z.object({ deliveries: z.array(PastDelivery), next: Count.nullable() })
export type PastDeliveryPage = z.infer<typeof PastDeliveryPage>
