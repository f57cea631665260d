const DOORS = ['forge/test/system/review-doors-sql.test.ts']
const LOCKS = 'migrations/src/0022-guard-locks.ts'
const PUBLICATIONS = 'migrations/src/0023-guard-publications.ts'

/** The guards of reviews, of which most are the database's own; as in `guards.mjs`. */
export const REVIEW_GUARDS = [
  {
    name: "an approval of one's own work",
    file: 'forge/src/reviews/give-approval.ts',
    from: 'if (own_work && !(await mayApproveOwn(ctx, trx, key.projectId, actor.id))) throw',
    to: 'if (own_work === undefined) throw',
    tests: ['forge/src/reviews/approvals.test.ts'],
  },
  {
    name: 'an approval of who requests changes since',
    file: 'forge/src/reviews/submit-review.ts',
    from: 'await withdrawOpenApprovals(ctx, trx, { actor, key }, (await readDraft(trx, draft)).digest)',
    to: '',
    tests: ['forge/src/reviews/changed-mind.test.ts'],
  },
  {
    name: 'the authors of a prompt that is moved to another set',
    file: 'forge/src/selections/selection-service.ts',
    from: 'await copyDraftAuthors(trx, key, to_prompt_set_id)',
    to: '',
    tests: ['forge/src/reviews/lasting-authors.test.ts'],
  },
  {
    name: 'the authors of a pre-release that is restored',
    file: 'forge/src/reviews/restore-version.ts',
    from: "if (version.kind !== 'locked') await copyVersionAuthors",
    to: "if (version.kind === 'locked') await copyVersionAuthors",
    tests: ['forge/src/reviews/lasting-authors.test.ts'],
  },
  {
    name: 'a suggestion for a text that has moved on',
    file: 'forge/src/reviews/line-anchor.ts',
    from: 'if (start === undefined || starts.length > 1) return undefined',
    to: 'if (start === undefined) return { from, to }',
    tests: ['forge/src/reviews/conversation.test.ts', 'forge/src/reviews/line-anchor.test.ts'],
  },
  {
    name: 'a suggestion whose author would review it',
    file: 'forge/src/reviews/apply-suggestions.ts',
    from: 'await insertDraftAuthor(trx, draft.key, { userId: comment.by.id, byKey }, at)',
    to: '',
    tests: ['forge/src/reviews/conversation.test.ts'],
  },
  {
    name: 'a locked version without approvals, by SQL',
    file: LOCKS,
    from: 'authors, NEW.created_at) < needed THEN',
    to: 'authors, NEW.created_at) < 0 THEN',
    tests: DOORS,
  },
  {
    name: 'a version that says something else than its digests, by SQL',
    file: LOCKS,
    from: "IF encode(sha256(NEW.bytes), 'hex') <> NEW.sha256 OR",
    to: 'IF false AND',
    tests: DOORS,
  },
  {
    name: 'a LOCKED set that says something else than its version, by SQL',
    file: LOCKS,
    from: 'IF NOT anvil_draft_says(NEW.id, NEW.includes, version.bytes) THEN',
    to: 'IF false THEN',
    tests: DOORS,
  },
  {
    name: 'a draft whose authors are taken away, by SQL',
    file: LOCKS,
    from: "WHERE id = OLD.prompt_set_id AND status <> 'LOCKED'",
    to: 'WHERE false',
    tests: DOORS,
  },
  {
    name: "an approval in somebody else's name, by SQL",
    file: LOCKS,
    from: 'IS DISTINCT FROM NEW.user_id::text THEN',
    to: "= 'nobody' THEN",
    tests: DOORS,
  },
  {
    name: 'a publication of a kind that the environment does not take, by SQL',
    file: PUBLICATIONS,
    from: 'IF version.kind <> ALL (rule.allowed_kinds) THEN',
    to: 'IF false THEN',
    tests: DOORS,
  },
  {
    name: 'a manifest of other bundles than its publication names, by SQL',
    file: PUBLICATIONS,
    from: 'IF NOT anvil_names_bundles(NEW.envelope, NEW.bundles) THEN',
    to: 'IF false THEN',
    tests: DOORS,
  },
  {
    name: "a head that runs another environment's publication, by SQL",
    file: PUBLICATIONS,
    from: 'AND p.environment_id = NEW.environment_id AND anvil_names_bundles',
    to: 'AND anvil_names_bundles',
    tests: DOORS,
  },
]
