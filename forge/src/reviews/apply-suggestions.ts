import { AnvilError, type BundledPrompt, isolate } from '@anvil/shared'
import type { AppliedSuggestions, ApplySuggestionsInput, PromptInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { findPrompts } from '../prompts/prompt-store.js'
import type { StoredPrompt } from '../prompts/prompt-row.js'
import { writePrompt } from '../prompts/write-prompt.js'
import { insertDraftAuthor } from './draft-author-store.js'
import { readDraft, requireSeen } from './draft-state.js'
import { locateLines, replaceLines, textAt, withTextAt } from './line-anchor.js'
import { noteReviewEvent, requireOpenReview } from './note-review-event.js'
import { getComment, type StoredComment, updateComment } from './review-comment-store.js'
import type { OpenReview } from './review-store.js'
import { suggestionDigest } from './suggestion-digest.js'

interface Suggestion {
  comment: StoredComment
  sha256: string
  promptId: string
  message: number | null
  lines: { from: number; to: number; quote: string }
  text: string
}

/**
 * Puts suggestions into the draft that the person saw, all or none. Who made them is an author of the draft from then on,
 * like who applied them.
 */
export async function applySuggestions(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: ApplySuggestionsInput,
): Promise<AppliedSuggestions> {
  return editDraft(ctx, actor, key, async (trx, draft) => {
    requireSeen((await readDraft(trx, draft)).digest, input.content_digest)
    const review = await requireOpenReview(trx, draft)
    const suggestions = await readSuggestions(trx, review, input.suggestions)
    const ids = [...new Set(suggestions.map(({ promptId }) => promptId))].toSorted()
    const prompts = await findPrompts(trx, key, ids)
    for (const id of ids) {
      const before = prompts.get(id)
      const own = suggestions.filter(({ promptId }) => promptId === id)
      await writePrompt(ctx, trx, { actor, draft }, { id, before, input: inputOf(rewrite(before, own)) })
    }
    await noteApplied(ctx, trx, { actor, draft, review }, suggestions)
    const applied = suggestions.map(({ comment, sha256 }) => ({ comment_id: comment.id, sha256, by: comment.by.id }))
    const details = { ids, suggestions: applied, before: { content_digest: input.content_digest } }
    return { result: { changed: ids }, action: 'prompts.suggestions_applied', details }
  })
}

/** The suggestions that are named, each of which says what the person read. */
async function readSuggestions(
  trx: Knex,
  review: OpenReview,
  asked: ApplySuggestionsInput['suggestions'],
): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  for (const [id, sha256] of new Map(asked.map((each) => [each.comment_id, each.sha256]))) {
    const comment = await getComment(trx, review, id)
    const { place, suggestion, applied } = comment
    if (place?.lines == null || suggestion === null || applied)
      throw outdated('One of these comments suggests nothing that could be applied, or it was applied already.', id)
    if (suggestionDigest(suggestion) !== sha256)
      throw outdated(`${isolate(comment.by.name)} rewrote a suggestion since you read it.`, id)
    found.push({
      comment,
      sha256,
      promptId: place.prompt_id,
      message: place.message,
      lines: place.lines,
      text: suggestion,
    })
  }
  return found
}

/** A prompt with all suggestions for it, text by text. */
function rewrite(before: StoredPrompt | undefined, suggestions: readonly Suggestion[]): BundledPrompt {
  const [first] = suggestions
  if (!before) throw outdated(`The prompt ${first?.promptId ?? ''} is not in the draft any more.`, first?.comment.id)
  let content = before.content
  for (const message of new Set(suggestions.map((each) => each.message))) {
    const lines = textAt(content, message)?.split('\n') ?? []
    const replacements = suggestions
      .filter((each) => each.message === message)
      .map(({ comment, lines: wanted, text: by }) => {
        const range = locateLines(lines, wanted)
        if (!range) throw outdated(`The text of ${before.id} has moved on since a suggestion was made.`, comment.id)
        return { ...range, by }
      })
    const replaced = replaceLines(lines, replacements)
    if (replaced === undefined)
      throw outdated(`Two suggestions for ${before.id} are about the same line. Apply one of them.`, first?.comment.id)
    content = withTextAt(content, message, replaced)
  }
  return content
}

/** Metadata and variables stay; variables that a new text names are found as in any edit. */
function inputOf(content: BundledPrompt): PromptInput {
  const { delimiters, metadata } = content
  return content.kind === 'text'
    ? { kind: 'text', template: content.template, delimiters, metadata }
    : { kind: 'chat', messages: content.messages, delimiters, metadata }
}

async function noteApplied(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, review }: { actor: UserActor; draft: DraftState; review: OpenReview },
  suggestions: readonly Suggestion[],
): Promise<void> {
  const at = ctx.now()
  const done = { applied_by: actor.id, applied_at: at, resolved_by: actor.id, resolved_at: at }
  for (const { comment } of suggestions) {
    await updateComment(trx, review, comment.id, done)
    const byKey = comment.by_key || (actor.apiKey !== undefined && actor.id === comment.by.id)
    await insertDraftAuthor(trx, draft.key, { userId: comment.by.id, byKey }, at)
  }
  const people = new Map(suggestions.map(({ comment: { by } }) => [by.id, by]))
  const prompts = [...new Set(suggestions.map(({ promptId }) => promptId))].toSorted()
  const details = { people: [...people.values()], prompts }
  await noteReviewEvent(ctx, trx, { actor, review }, { kind: 'applied', details })
}

function outdated(why: string, commentId: string | undefined): AnvilError {
  return new AnvilError('suggestion.outdated', `${why} Nothing was changed. Read the review again.`, {
    details: { comment_id: commentId },
  })
}
