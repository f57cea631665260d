/** The guards of accounts, members and keys, as `.ci/guards.mjs` has the others. */
export const ACCOUNT_GUARDS = [
  {
    name: 'an account that is taken into an organisation unasked',
    file: 'forge/src/organisations/organisation-service.ts',
    from: 'if (known) await requireAcquainted(trx, actor, organisationId, known)',
    to: '',
    tests: ['forge/src/organisations/members.test.ts'],
  },
  {
    name: 'an account of an organisation that was left',
    file: 'forge/src/organisations/require-acquainted.ts',
    from: 'if (membership?.removed_at === null) return',
    to: 'if (membership) return',
    tests: ['forge/src/organisations/members.test.ts'],
  },
  {
    name: 'a password that was there before the issuer verified its address',
    file: 'forge/src/oidc/user-of-claims.ts',
    from: 'await updatePassword(trx, user.id, null)',
    to: '',
    tests: ['forge/src/oidc/first-link.test.ts'],
  },
  {
    name: 'a session that was there before the issuer verified its address',
    file: 'forge/src/oidc/user-of-claims.ts',
    from: 'await endSessionsOf(trx, user.id, ctx.now())',
    to: '0',
    tests: ['forge/src/oidc/first-link.test.ts'],
  },
  {
    name: 'an API key that was there before the issuer verified its address',
    file: 'forge/src/oidc/user-of-claims.ts',
    from: 'await revokeApiKeysOf(ctx, trx, actor, user.id)',
    to: '0',
    tests: ['forge/src/oidc/first-link.test.ts'],
  },
  {
    name: 'a key that changes what a release of a project needs',
    file: 'forge/src/projects/project-service.ts',
    from: 'requireReleaseRules(actor, before, before, change)',
    to: '',
    tests: ['forge/src/api-keys/api-keys.test.ts'],
  },
  {
    name: 'a key that changes what an environment takes',
    file: 'forge/src/projects/environment-service.ts',
    from: 'requireReleaseRules(actor, project, before, change)',
    to: '',
    tests: ['forge/src/api-keys/api-keys.test.ts'],
  },
  {
    name: 'guesses from many addresses that keep the owner of an account out',
    file: 'forge/src/users/sign-in-limit.ts',
    from: '...(isKnownHere ? [] :',
    to: '...(isKnownHere === undefined ? [] :',
    tests: ['forge/src/users/known-network.test.ts'],
  },
]
