/** The guards of how much an organisation may have; as in `guards.mjs`. */
export const QUOTA_GUARDS = [
  {
    name: 'more than the quota of an organisation',
    file: 'migrations/src/0025-create-quotas.ts',
    from: 'IF used > most THEN',
    to: 'IF used < 0 THEN',
    tests: ['forge/src/quotas/quotas.test.ts'],
  },
  {
    name: 'more instances than the quota of an organisation',
    file: 'forge/src/live/instance-quota.ts',
    from: 'if (count.used >= count.most) return false',
    to: 'if (count.used < 0) return false',
    tests: ['forge/src/live/instance-cap.test.ts'],
  },
]
