import { setImmediate } from 'node:timers/promises'
import { AnvilError, type BundledPrompt, LIMITS } from '@anvil/shared'
import type { ImportInput, ImportPlan, ImportRow } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import type { Preconditions } from '../http/preconditions.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { idTaken } from '../prompts/id-taken.js'
import { findPrompts, listHolders, upsertPrompts } from '../prompts/prompt-store.js'
import { promptFindings } from '../policy/prompt-findings.js'
import { checkAsked, notSeen } from '../prompts/put-prompts-service.js'
import { requireRoomFor } from '../prompts/write-prompt.js'
import { giveIds, type NamedItem } from './give-ids.js'
import type { ImportItem } from './import-item.js'
import { type PlannedRow, planItem } from './plan-import.js'
import { readItems } from './read-items.js'

/**
 * Imports prompts into a draft, all or none, and answers what it did with each; a dry run only answers. What is there
 * already is changed only with the prompt set's ETag as it was seen, and a repeat changes nothing.
 */
export async function importPrompts(
  ctx: AppContext,
  actor: Actor,
  { key, asked }: { key: PromptSetKey; asked: Preconditions },
  input: ImportInput,
): Promise<ImportPlan> {
  const items = giveIds(requireFew(readItems(input)), 'prefix' in input ? input.prefix : undefined)
  return editDraft(ctx, actor, key, async (trx, draft) => {
    const planned = await planAll(ctx, trx, draft, { items, input, asked })
    const plan = planOf(planned, draft, input.dry_run)
    if (input.dry_run || plan.counts.create + plan.counts.change === 0) return { result: plan }
    const writes = planned.flatMap(({ write }) => write ?? [])
    await write(ctx, trx, { actor, draft }, writes)
    const { create: created, change: changed } = plan.counts
    return { result: plan, action: 'prompts.imported', details: { format: input.format, created, changed } }
  })
}

/** After so many prompts others have their turn. */
const BREATH = 50

function requireFew(items: ImportItem[]): ImportItem[] {
  if (items.length <= LIMITS.promptsPerSet) return items
  throw new AnvilError(
    'request.too_large',
    `These are ${items.length} prompts; at most ${LIMITS.promptsPerSet} fit into a prompt set. Use several.`,
    { details: { limit: LIMITS.promptsPerSet } },
  )
}

interface Import {
  items: readonly NamedItem[]
  input: ImportInput
  asked: Preconditions
}

async function planAll(
  ctx: AppContext,
  trx: Knex,
  draft: DraftState,
  { items, input, asked }: Import,
): Promise<PlannedRow[]> {
  const ids = items.flatMap(({ storedId }) => storedId ?? [])
  const stored = await findPrompts(trx, draft.key, ids)
  checkAsked(asked, draft.promptSet, [...stored.keys()])
  const holders = await listHolders(trx, draft.key, ids)
  const scene = { stored, holders, as: 'as' in input ? input.as : ('template' as const) }
  const planned: PlannedRow[] = []
  for (const item of items) {
    planned.push(planItem(item, scene))
    if (planned.length % BREATH === 0) await setImmediate()
  }
  await noteFindings(ctx, trx, draft, planned)
  requireRoomFor(draft, planned.filter(({ row }) => row.action === 'create').length)
  if (!input.dry_run) requireAccepted(planned, asked)
  return planned
}

/** Says of each prompt that is written what the policy of the project finds in it. */
async function noteFindings(
  ctx: AppContext,
  trx: Knex,
  { key }: DraftState,
  planned: readonly PlannedRow[],
): Promise<void> {
  for (let from = 0; from < planned.length; from += BREATH) {
    const written = planned.slice(from, from + BREATH).flatMap(({ row, write }) => (write ? [{ row, ...write }] : []))
    const found = await promptFindings(
      ctx,
      trx,
      key,
      Object.fromEntries(written.map(({ id, content }) => [id, content])),
    )
    for (const { id, row } of written) {
      row.notes.push(...(found[id] ?? []).map(({ severity, message }) => `policy ${severity} ${message}`))
    }
    await setImmediate()
  }
}

function requireAccepted(planned: readonly PlannedRow[], { ifMatch }: Preconditions): void {
  const refused = planned.filter(({ row }) => row.action === 'refuse').map(({ row }) => row)
  if (refused.length > 0) throw importRefused(refused, planned.length)
  const changed = planned.find(({ row }) => row.action === 'change')?.row
  if (changed && ifMatch === undefined) throw notSeen(changed.id ?? '')
}

function importRefused(rows: readonly ImportRow[], all: number): AnvilError {
  const first = rows.slice(0, 3).map(({ source, notes }) => `${source}: ${notes[0]}`)
  return new AnvilError(
    'import.refused',
    `Nothing was imported: of ${all} prompts ${rows.length} can't be. ${first.join(' ')}`,
    { details: { rows } },
  )
}

function planOf(planned: readonly PlannedRow[], { promptSet }: DraftState, dry_run: boolean): ImportPlan {
  const rows = planned.map(({ row }) => row)
  const counts = { create: 0, change: 0, same: 0, refuse: 0 }
  for (const { action } of rows) counts[action] += 1
  const isEdit = !dry_run && counts.create + counts.change > 0
  return { dry_run, revision: promptSet.revision + (isEdit ? 1 : 0), counts, rows }
}

async function write(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft }: { actor: Actor; draft: DraftState },
  writes: readonly { id: string; content: BundledPrompt }[],
): Promise<void> {
  const rows = writes
    .map((write) => ({ ...write, rowId: ctx.newId() }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
  const edit = { userId: actor.kind === 'user' ? actor.id : null, at: ctx.now() }
  const taken = await upsertPrompts(trx, draft.key, rows, edit)
  if (taken !== undefined) throw await idTaken(trx, draft.key, taken)
}
