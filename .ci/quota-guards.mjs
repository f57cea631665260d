/** The guards of how much an organisation may have; as in `guards.mjs`. */
export const QUOTA_GUARDS = [
  {
    name: 'more than the quota of an organisation',
    file: 'migrations/src/0025-create-quotas.ts',
    from: 'IF used > most THEN',
    to: 'IF used < 0 THEN',
    test: 'forge/src/quotas/quotas.test.ts',
    by: 'of one organisation take nothing from another',
  },
  {
    name: 'more instances than the quota of an organisation',
    file: 'forge/src/live/instance-quota.ts',
    from: 'if (count.used >= count.most) return false',
    to: 'if (count.used < 0) return false',
    test: 'forge/src/live/instance-cap.test.ts',
    by: 'takes a new one as soon as it may have more',
  },
]
