import { randomUUID } from 'node:crypto'
import {
  type Changes,
  CURRENT,
  ada,
  grace,
  inProject,
  reviewed,
  digestOf,
  submitted,
  commented,
  banned,
  SET,
} from './changes-desk.js'
import { askWaiver, waive } from './policed.js'
import { asSuggested } from './suggestions.js'

/** What policies, waivers and reviews change, once each. */
export const REVIEWING_CHANGES: Changes = {
  'put /projects/:projectId/policy': [
    'policy.changed',
    () => {
      const call = ada.call('put', inProject('/policy')).set('If-Match', '*')
      return call.send({ format: 1, rules: { banned_phrases: { phrases: [randomUUID()] } } })
    },
  ],
  [`post ${SET}/waivers`]: ['waiver.requested', async () => (await askWaiver(await banned())).ask],
  [`post ${SET}/waivers/:waiverId/give`]: [
    'waiver.given',
    async () => {
      const set = await banned()
      const { body } = await (await askWaiver(set)).ask.expect(201)
      return set.as(grace).call('post', `/waivers/${body.id}/give`)
    },
  ],
  [`post ${SET}/waivers/:waiverId/end`]: [
    'waiver.revoked',
    async () => {
      const set = await banned()
      const { id } = await waive(set, grace)
      return set.call('post', `/waivers/${id}/end`)
    },
  ],
  [`post ${SET}/approvals`]: [
    'approval.given',
    async () => {
      const set = await reviewed()
      return set
        .as(grace)
        .call('post', '/approvals')
        .send({ content_digest: await digestOf(set) })
    },
  ],
  [`delete ${SET}/approvals/mine`]: [
    'approval.withdrawn',
    async () => {
      const theirs = (await reviewed()).as(grace)
      await theirs.approve()
      return theirs.call('delete', '/approvals/mine')
    },
  ],
  [`post ${SET}${CURRENT}/submissions`]: [
    'review.commented',
    async () => submitted(await reviewed(), { verdict: 'comment', body: 'Well done' }),
  ],
  [`put ${SET}${CURRENT}/reviewers`]: [
    'review.people_asked',
    async () => (await reviewed()).call('put', `${CURRENT}/reviewers`).send({ reviewers: [grace.id] }),
  ],
  [`post ${SET}${CURRENT}/dismissals`]: [
    'review.verdict_dismissed',
    async () => {
      const set = await reviewed()
      const { body } = await submitted(set, { verdict: 'request_changes', body: 'No' })
      const said = { event_id: body.standing[0].event_id, reason: 'It is done' }
      return set.as(grace).call('post', `${CURRENT}/dismissals`).send(said)
    },
  ],
  [`post ${SET}${CURRENT}/applications`]: [
    'prompts.suggestions_applied',
    async () => {
      const { set, commentId } = await commented()
      return set.call('post', `${CURRENT}/applications`).send(await asSuggested(set, [commentId]))
    },
  ],
  [`post ${SET}${CURRENT}/comments/:commentId/replies`]: [
    'review.comment_added',
    async () => {
      const { set, commentId } = await commented()
      return set.call('post', `${CURRENT}/comments/${commentId}/replies`).send({ body: 'Yes' })
    },
  ],
  [`patch ${SET}${CURRENT}/comments/:commentId`]: [
    'review.comment_resolved',
    async () => {
      const { set, commentId } = await commented()
      return set.call('patch', `${CURRENT}/comments/${commentId}`).send({ resolved: true })
    },
  ],
  [`delete ${SET}${CURRENT}/comments/:commentId`]: [
    'review.comment_deleted',
    async () => {
      const { set, commentId } = await commented()
      return set.as(grace).call('delete', `${CURRENT}/comments/${commentId}`)
    },
  ],
}
