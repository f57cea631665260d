import type * as IncludedWork from '../../src/reviews/included-work-store.js'
import type * as ReviewComments from '../../src/reviews/review-comment-store.js'
import type * as ReviewEvents from '../../src/reviews/review-event-store.js'
import type * as ReviewPeople from '../../src/reviews/review-people-store.js'
import type * as Reviews from '../../src/reviews/review-store.js'
import type * as WaitingReviews from '../../src/reviews/waiting-review-store.js'
import type { Calls } from './store-probes.js'
import type { StoreScene } from './store-scene.js'

/** My review, and a neighbour's as if it were of my project. */
function reviewsOf({ me, other, digest }: StoreScene) {
  const about = { project_id: me.projectId, round: 1, current_digest: digest }
  const mine = { ...about, id: me.reviewId, prompt_set_id: me.reviewed.id }
  return [mine, { ...about, id: other.reviewId, prompt_set_id: other.reviewed.id }] as const
}

/** What is asked of the stores of what is said in reviews. */
export const REVIEW_PROBES = {
  'reviews/included-work-store': (store: typeof IncludedWork, { me, other }: StoreScene): Calls =>
    [[me.published], [other.published], []].map((sets): Calls[number] => async (trx) => [
      ...(await store.listKeyAuthorsOf(
        trx,
        me.projectId,
        sets.map(({ id }) => ({ prompt_set_id: id, version: '1.0.0' })),
      )),
    ]),
  'reviews/review-store': (store: typeof Reviews, scene: StoreScene): Calls => {
    const { me, other, published, reviewed, mixed, at, digest } = scene
    return [
      ...[reviewed, published, mixed].flatMap((key): Calls => [
        (trx) => store.findOpenReview(trx, key),
        (trx) => store.listReviews(trx, key),
        (trx) => store.getReview(trx, key, me.reviewId),
        (trx) => store.getReview(trx, key, other.reviewId),
      ]),
      ...reviewsOf(scene).flatMap((review): Calls => [
        (trx) => store.closeReview(trx, review, 'withdrawn', at),
        (trx) => store.updateReview(trx, review, { current_digest: digest, round: 7 }),
      ]),
    ]
  },
  'reviews/review-people-store': (store: typeof ReviewPeople, scene: StoreScene): Calls =>
    reviewsOf(scene).flatMap((review): Calls => [
      (trx) => store.listPeople(trx, review),
      (trx) => store.replacePeople(trx, review, [], scene.at),
      async (trx) => {
        if (review.id === scene.me.reviewId) await store.replacePeople(trx, review, [scene.me.owner.id], scene.at)
      },
      async (trx) => {
        if (review.id !== scene.me.reviewId) return
        await store.replacePeople(trx, review, [scene.me.owner.id], scene.at)
        await store.replacePeople(trx, review, [scene.me.owner.id, scene.me.reviewer.id], scene.longAgo)
      },
    ]),
  'reviews/review-event-store': (store: typeof ReviewEvents, scene: StoreScene): Calls =>
    reviewsOf(scene).flatMap((review): Calls => [
      (trx) => store.listReviewEvents(trx, review),
      (trx) => store.findLastReviewEvent(trx, review),
    ]),
  'reviews/review-comment-store': (store: typeof ReviewComments, scene: StoreScene): Calls =>
    reviewsOf(scene).flatMap((review): Calls => [
      (trx) => store.listComments(trx, review),
      (trx) => store.measureReview(trx, review),
      ...[scene.me, scene.other].flatMap(({ commentId }): Calls => [
        (trx) => store.getComment(trx, review, commentId),
        (trx) => store.updateComment(trx, review, commentId, { body: 'Changed' }),
      ]),
    ]),
  'reviews/waiting-review-store': (store: typeof WaitingReviews, { me, other, at, formerId }: StoreScene): Calls => [
    ...[me.owner.id, me.reviewer.id, formerId].flatMap((id): Calls => [
      (trx) => store.listWaiting(trx, { id }, at),
      (trx) => store.listWaiting(trx, { id, apiKey: keyOf(other.projectId) }, at),
    ]),
    async (trx) => {
      await trx('approvals').where({ prompt_set_id: me.reviewed.id }).delete()
      const seeker = { id: me.reviewer.id }
      const keyed = (projectId: string) => store.listWaiting(trx, { ...seeker, apiKey: keyOf(projectId) }, at)
      return [await store.listWaiting(trx, seeker, at), await keyed(me.projectId), await keyed(other.projectId)]
    },
  ],
}

const keyOf = (projectId: string) => ({ id: '', name: 'CI', scopes: [], projectId })
