import type { Neighbour } from './neighbours.js'

const PROMPT = { kind: 'text', template: 'Taken over' }
const DIGEST = '0'.repeat(64)

/** A body that each operation takes, of what a neighbour has; one without is not asked as it should be, and a test says so. */
export const BODIES: Readonly<Record<string, (me: Neighbour) => object>> = {
  'post /organisations/:organisationId/members': (me) => ({ email: me.reviewer.email, role: 'owner' }),
  'patch /organisations/:organisationId/members/:userId': () => ({ role: 'admin' }),
  'post /organisations/:organisationId/invitations': () => ({ email: 'mine@example.com' }),
  'put /projects/:projectId/members/:userId/roles': () => ({ roles: ['viewer'] }),
  'post /organisations/:organisationId/projects': () => ({ name: 'Taken over' }),
  'patch /projects/:projectId': () => ({ name: 'Taken over' }),
  'post /projects/:projectId/environments': () => ({ slug: 'taken-over', allowed_kinds: ['live'] }),
  'patch /projects/:projectId/environments/:environment': () => ({ name: 'Taken over' }),
  'post /projects/:projectId/access-tokens': () => ({ name: 'Taken over', environment: 'production' }),
  'post /projects/:projectId/access-tokens/:tokenId/rotate': () => ({}),
  'post /projects/:projectId/prompt-sets': () => ({ name: 'Taken over' }),
  'patch /projects/:projectId/prompt-sets/:promptSetId': () => ({ name: 'Taken over' }),
  'put /projects/:projectId/prompt-sets/:promptSetId/status': () => ({ status: 'LIVE' }),
  'post /projects/:projectId/prompt-sets/:promptSetId/imports': () => ({ format: 'json', content: '{"a.b":"c"}' }),
  'post /projects/:projectId/prompt-sets/:promptSetId/prompts': () => ({ id: 'taken.over', ...PROMPT }),
  'put /projects/:projectId/prompt-sets/:promptSetId/prompts': () => ({ prompts: { 'taken.over': PROMPT } }),
  'put /projects/:projectId/prompt-sets/:promptSetId/prompts/:promptId': () => PROMPT,
  'post /projects/:projectId/prompt-sets/:promptSetId/prompt-exports': () => ({ select: { matching: {} } }),
  'post /projects/:projectId/prompt-sets/:promptSetId/prompt-removals': () => ({ select: { matching: {} } }),
  'post /projects/:projectId/prompt-sets/:promptSetId/prompt-moves': (me) => ({
    select: { matching: {} },
    to_prompt_set_id: me.published.id,
  }),
  'post /projects/:projectId/prompt-sets/:promptSetId/approvals': () => ({ content_digest: DIGEST }),
  'put /projects/:projectId/policy': () => ({ format: 1 }),
  'post /projects/:projectId/policy/check': () => ({ format: 1 }),
  'post /projects/:projectId/prompt-sets/:promptSetId/waivers': () => ({
    fingerprint: DIGEST,
    reason: 'Taken over',
    expires_at: '2100-01-01T00:00:00Z',
  }),
  'post /projects/:projectId/prompt-sets/:promptSetId/includes': () => ({ ids: ['first.text'] }),
  'post /projects/:projectId/prompt-sets/:promptSetId/reviews/current/submissions': () => ({
    content_digest: DIGEST,
    verdict: 'comment',
    body: 'Taken over',
  }),
  'put /projects/:projectId/prompt-sets/:promptSetId/reviews/current/reviewers': () => ({ reviewers: [] }),
  'post /projects/:projectId/prompt-sets/:promptSetId/reviews/current/dismissals': (me) => ({
    event_id: me.reviewId,
    reason: 'Taken over',
  }),
  'post /projects/:projectId/prompt-sets/:promptSetId/reviews/current/applications': (me) => ({
    content_digest: DIGEST,
    suggestions: [{ comment_id: me.commentId, sha256: DIGEST }],
  }),
  'post /projects/:projectId/prompt-sets/:promptSetId/reviews/current/comments/:commentId/replies': () => ({
    body: 'Taken over',
  }),
  'patch /projects/:projectId/prompt-sets/:promptSetId/reviews/current/comments/:commentId': () => ({ resolved: true }),
  'post /projects/:projectId/environments/:environment/publications': () => ({ kind: 'rollback', to_sequence: 0 }),
  'post /projects/:projectId/environments/:environment/publications/preview': () => ({
    kind: 'rollback',
    to_sequence: 0,
  }),
  'post /projects/:projectId/environments/:environment/sync-requests': () => ({ select: { matching: {} } }),
}

/** What a request needs in its address beside its path. */
export const QUERIES: Readonly<Record<string, string>> = {
  'get /reviews': '?waiting=me',
  'get /projects/:projectId/prompt-sets/:promptSetId/diff': '?from=1.0.0&to=1.0.0',
}

/** What a parameter of an address is called with a neighbour. */
export const NAMES: Readonly<Record<string, (of: Neighbour) => string>> = {
  organisationId: (of) => of.organisationId,
  projectId: (of) => of.projectId,
  promptSetId: (of) => of.reviewed.id,
  userId: (of) => of.reviewer.id,
  invitationId: (of) => of.invitationId,
  apiKeyId: (of) => of.apiKeyId,
  tokenId: (of) => of.tokenId,
  publicationId: (of) => of.publicationId,
  instanceId: (of) => of.instanceId,
  syncRequestId: (of) => of.syncRequestId,
  waiverId: (of) => of.waiverId,
  entryNumber: (of) => of.entryNumber,
  reviewId: (of) => of.reviewId,
  commentId: (of) => of.commentId,
}
