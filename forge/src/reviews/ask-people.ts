import { AnvilError } from '@anvil/shared'
import type { AskPeopleInput, Person, Review } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { holdDraft } from './hold-draft.js'
import { noteReviewEvent, requireOpenReview } from './note-review-event.js'
import { replacePeople } from './review-people-store.js'
import { getReview, type OpenReview } from './review-store.js'
import { listReviewers } from './reviewer-store.js'

/** Asks people who may review to do so, and nobody else any more; answers who they are. */
export async function askPeople(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex.Transaction,
  review: OpenReview,
  ids: readonly string[],
): Promise<Person[]> {
  const reviewers = await listReviewers(trx, review.project_id)
  const people = reviewers.filter(({ id }) => ids.includes(id))
  if (people.length < new Set(ids).size) {
    throw new AnvilError(
      'member.not_found',
      'Somebody whom you ask may not review in this project. Ask people who hold the reviewer right.',
    )
  }
  await replacePeople(
    trx,
    review,
    people.map(({ id }) => id),
    ctx.now(),
  )
  return people
}

/** Changes who is asked to review an open review. */
export async function changePeople(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  { reviewers }: AskPeopleInput,
): Promise<Review> {
  return ctx.asActor(actor, async (trx) => {
    const draft = await holdDraft(trx, actor, key, 'review.request')
    const review = await requireOpenReview(trx, draft)
    const people = await askPeople(ctx, trx, review, reviewers)
    await noteReviewEvent(ctx, trx, { actor, review }, { kind: 'asked', details: { people } })
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action: 'review.people_asked',
      target: key.promptSetId,
      details: { people: people.map(({ id }) => id) },
    })
    return getReview(trx, key, review.id)
  })
}
