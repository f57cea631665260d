import { z } from 'zod'
import { Finding } from '../policy/finding.js'
import { FullPolicy, PolicyDocument, RuleName } from '../policy/policy-document.js'
import { Person } from './person.js'

/**
 * The policy of a project: its document as it is used, with every setting, and as it was written. Number 0 is the usual
 * one, which nobody wrote. Send `"<number>"` as `If-Match` to replace it.
 */
export const Policy = z.object({
  number: z.int().nonnegative(),
  document: FullPolicy,
  yaml: z.string(),
  created_by: Person.nullable(),
  created_at: z.string().nullable(),
})
export type Policy = z.infer<typeof Policy>

/** A policy in a list: which, by whom and when. */
export const PolicySummary = Policy.pick({ number: true, created_by: true, created_at: true })
export type PolicySummary = z.infer<typeof PolicySummary>

/** All that were ever in force, newest first; each is read by its number. */
export const PolicyList = z.object({ policies: z.array(PolicySummary) })
export type PolicyList = z.infer<typeof PolicyList>

/** A document as JSON; its defaults are added. YAML is taken too, as `application/yaml`. */
export const PolicyInput = PolicyDocument
export type PolicyInput = z.input<typeof PolicyDocument>

/** Asks for a policy to be put aside for one finding until a time, with the reason. */
export const WaiverInput = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().trim().min(3).max(2_000),
  expires_at: z.iso.datetime({ offset: true }),
})
export type WaiverInput = z.infer<typeof WaiverInput>

/** Asked for, in force, refused by a reviewer, taken back, or past its time. */
export const WaiverState = z.enum(['waiting', 'given', 'refused', 'revoked', 'expired'])
export type WaiverState = z.infer<typeof WaiverState>

/** Puts the policy aside for exactly one finding, until it expires; `own_work` where the only reviewer gave it to themselves. */
export const Waiver = z.object({
  id: z.uuid(),
  prompt_set_id: z.uuid(),
  rule: RuleName,
  prompt_id: z.string(),
  fingerprint: z.string(),
  message: z.string(),
  reason: z.string(),
  state: WaiverState,
  expires_at: z.string(),
  requested_by: Person,
  requested_at: z.string(),
  given_by: Person.nullable(),
  given_at: z.string().nullable(),
  own_work: z.boolean(),
  ended_by: Person.nullable(),
  ended_at: z.string().nullable(),
})
export type Waiver = z.infer<typeof Waiver>

export const WaiverList = z.object({ waivers: z.array(Waiver) })
export type WaiverList = z.infer<typeof WaiverList>

/** A finding with the newest waiver that names it; it `blocks` where its level says so and no waiver is in force. */
export const JudgedFinding = Finding.extend({ waiver: Waiver.nullable(), blocks: z.boolean() })
export type JudgedFinding = z.infer<typeof JudgedFinding>

/** What a policy finds in a draft, which number that policy has, and how many findings keep it from review and lock. */
export const Checks = z.object({
  policy_number: z.int().nonnegative(),
  content_digest: z.string(),
  findings: z.array(JudgedFinding),
  blocking: z.int().nonnegative(),
})
export type Checks = z.infer<typeof Checks>

/** What a document would find in the drafts of a project, by prompt set; nothing is changed. */
export const PolicyCheck = z.object({
  document: FullPolicy,
  prompt_sets: z.array(z.object({ prompt_set_id: z.uuid(), prompt_set: z.string(), findings: z.array(JudgedFinding) })),
  blocking: z.int().nonnegative(),
})
export type PolicyCheck = z.infer<typeof PolicyCheck>

/** A waiver as it was in force when a version was made. */
export const UsedWaiver = z.object({
  id: z.uuid(),
  rule: RuleName,
  prompt_id: z.string(),
  given_by: Person.nullable(),
  expires_at: z.string(),
})
export type UsedWaiver = z.infer<typeof UsedWaiver>
