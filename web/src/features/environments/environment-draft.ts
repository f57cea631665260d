import type { VersionKind } from '@anvil/shared'
import { isApprovals } from '../settings/settings-change.js'

/** What is asked of an environment. */
export interface EnvironmentDraft {
  name: string
  kinds: readonly VersionKind[]
  approvals: string
}

/** Why an environment can't be so; undefined where it can. */
export function whyNotSo({ name, kinds, approvals }: EnvironmentDraft): string | undefined {
  if (name.trim() === '') return 'Give it a name first.'
  if (kinds.length === 0) return 'Choose at least one kind of version that it takes.'
  return isApprovals(approvals) ? undefined : 'Say how many approvals it asks for: a number from 0 to 20.'
}
