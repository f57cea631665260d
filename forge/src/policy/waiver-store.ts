import { AnvilError } from '@anvil/shared'
import type { Waiver, WaiverState } from '@anvil/shared/api'
import type { RuleName } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

interface WaiverRow {
  id: string
  prompt_set_id: string
  rule: RuleName
  prompt_id: string
  fingerprint: string
  message: string
  reason: string
  expires_at: Date
  requested_by: string
  requested_by_name: string
  requested_at: Date
  given_by: string | null
  given_by_name: string | null
  given_at: Date | null
  own_work: boolean
  ended_by: string | null
  ended_by_name: string | null
  ended_at: Date | null
}

/** What is stored when somebody asks for a waiver. */
export type NewWaiver = Pick<
  WaiverRow,
  'id' | 'rule' | 'prompt_id' | 'fingerprint' | 'message' | 'reason' | 'expires_at' | 'requested_by' | 'requested_at'
>

const PEOPLE = ['requested_by', 'given_by', 'ended_by'].map(
  (column) => `(SELECT name FROM users WHERE users.id = waivers.${column}) AS ${column}_name`,
)

export async function insertWaiver(trx: Knex.Transaction, key: PromptSetKey, waiver: NewWaiver): Promise<void> {
  await trx('waivers').insert({ ...waiver, project_id: key.projectId, prompt_set_id: key.promptSetId })
}

/** The waivers of a prompt set, newest first, in the states that they are in at a time. */
export async function listWaivers(trx: Knex, key: PromptSetKey, at: Date): Promise<Waiver[]> {
  const rows = await waiversOf(trx, key).orderBy('requested_at', 'desc').orderBy('id')
  return rows.map((row) => toWaiver(row, at))
}

/** One waiver of a prompt set; `waiver.not_found` otherwise. */
export async function getWaiver(trx: Knex, key: PromptSetKey, id: string, at: Date): Promise<Waiver> {
  const row = await waiversOf(trx, key).where({ id }).first()
  if (row) return toWaiver(row, at)
  throw new AnvilError('waiver.not_found', 'This prompt set has no such waiver. List its waivers first.')
}

/** Notes who gave a waiver, or who ended it. */
export async function updateWaiver(
  trx: Knex.Transaction,
  key: PromptSetKey,
  id: string,
  change: { given_by: string; given_at: Date; own_work: boolean } | { ended_by: string; ended_at: Date },
): Promise<void> {
  await trx('waivers').where({ project_id: key.projectId, prompt_set_id: key.promptSetId, id }).update(change)
}

function waiversOf(trx: Knex, key: PromptSetKey) {
  return trx('waivers')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .select<WaiverRow[]>('waivers.*', trx.raw(PEOPLE.join(', ')))
}

function toWaiver(row: WaiverRow, at: Date): Waiver {
  const { id, prompt_set_id, rule, prompt_id, fingerprint, message, reason, own_work } = row
  return {
    id,
    prompt_set_id,
    rule,
    prompt_id,
    fingerprint,
    message,
    reason,
    state: stateOf(row, at),
    expires_at: row.expires_at.toISOString(),
    requested_by: { id: row.requested_by, name: row.requested_by_name },
    requested_at: row.requested_at.toISOString(),
    given_by: row.given_by === null ? null : { id: row.given_by, name: row.given_by_name ?? '' },
    given_at: row.given_at?.toISOString() ?? null,
    own_work,
    ended_by: row.ended_by === null ? null : { id: row.ended_by, name: row.ended_by_name ?? '' },
    ended_at: row.ended_at?.toISOString() ?? null,
  }
}

function stateOf({ given_at, ended_at, expires_at }: WaiverRow, at: Date): WaiverState {
  if (ended_at !== null) return given_at === null ? 'refused' : 'revoked'
  if (expires_at <= at) return 'expired'
  return given_at === null ? 'waiting' : 'given'
}
