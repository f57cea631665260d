const DOORS = ['forge/src/policy/policy-doors.test.ts']
const WAIVERS = ['forge/src/policy/waivers.test.ts']

/** The guards of the policy of a project, as `.ci/guards.mjs` has the others. */
export const POLICY_GUARDS = [
  {
    name: 'refused changes of the rules that flood the trail',
    file: 'forge/src/audit/note-refusal.ts',
    from: '!(await isFirst(ctx, actor, attempt, code))) return',
    to: '!(await isFirst(ctx, actor, attempt, code)) && code === undefined) return',
    test: 'forge/src/audit/refused-approvals.test.ts',
    by: 'because its maker may only read is in the trail once in a quarter of an hour: what is asked to be waived',
  },
  {
    name: 'a review of what the policy blocks',
    file: 'forge/src/reviews/review-moves.ts',
    from: 'await passPolicy(ctx, trx, key, { content })',
    to: '',
    test: 'forge/src/policy/policy-doors.test.ts',
    by: 'keeps a draft from review, and says what and where without repeating it',
  },
  {
    name: 'a lock of what the policy blocks',
    file: 'forge/src/reviews/lock-draft.ts',
    from: 'await passPolicy(ctx, trx, draft.key, { content })',
    to: '{ number: 0, waivers: [] }',
    test: 'forge/src/policy/policy-doors.test.ts',
    by: 'keeps from being locked what was written after the review was asked for',
  },
  {
    name: 'a pre-release of what the policy blocks',
    file: 'forge/src/versions/pre-release-service.ts',
    from: 'await passPolicy(ctx, trx, key, { content, running: [] })',
    to: '{ number: 0, waivers: [] }',
    test: 'forge/src/policy/policy-doors.test.ts',
    by: 'lets no draft out to development or staging, several at once neither',
  },
  {
    name: 'a publication that takes variables from callers where the policy blocks that',
    file: 'forge/src/publishing/judge-plan.ts',
    from: '...(await policyRefusals(scene, versions)),',
    to: '',
    test: 'forge/src/policy/policy-doors.test.ts',
    by: 'are judged against what each environment runs, when locking and when publishing',
  },
  {
    name: 'a waiver by who asked for it or wrote the text',
    file: 'forge/src/policy/waiver-service.ts',
    from: 'if (own_work && !(await mayApproveOwn(ctx, trx, key.projectId, actor.id))) throw ownWork()',
    to: '',
    test: 'forge/src/policy/waivers.test.ts',
    by: 'is given by nobody who asked for it, or who wrote the text',
  },
  {
    name: 'a waiver past its time',
    file: 'forge/src/policy/waiver-store.ts',
    from: "if (expires_at <= at) return 'expired'",
    to: '',
    test: 'forge/src/policy/waivers.test.ts',
    by: 'ends when it expires, at review and at lock',
  },
  {
    name: 'a waiver of another finding',
    file: 'forge/src/policy/judge-content.ts',
    from: 'fingerprint === finding.fingerprint',
    to: "fingerprint !== ''",
    test: 'forge/src/policy/waivers.test.ts',
    by: 'stays with its finding when the text around it changes, and covers no other',
  },
]
