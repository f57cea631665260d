import type { ErrorCode } from '@anvil/shared'

/** With what the making of a version may be refused, whatever its kind. */
export const LOCKING_ERRORS = [
  'prompt_set.archived',
  'prompt_set.empty',
  'prompt_set.locked',
  'prompt_set.not_lockable',
  'prompt_set.too_large',
  'policy.blocked',
  'include.unknown',
  'include.cycle',
  'include.never_locked',
  'include.not_text',
] as const satisfies readonly ErrorCode[]
