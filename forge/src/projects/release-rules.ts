import type { VersionKind } from '@anvil/shared'
import { requireRight, type RightSeeker } from '../organisations/require-right.js'
import type { OwnProjectRow } from './project-store.js'

/** The settings that hold a release back until enough people agree. */
interface ReleaseRules {
  required_approvals?: number | undefined
  keys_release_own_work?: boolean | undefined
  allowed_kinds?: readonly VersionKind[] | undefined
}

/** Lets only people change what a release needs: a key could lift the bars that hold itself. */
export function requireReleaseRules(
  actor: RightSeeker,
  project: OwnProjectRow,
  before: ReleaseRules,
  { required_approvals, keys_release_own_work, allowed_kinds }: ReleaseRules,
): void {
  const isChanged =
    differs(required_approvals, before.required_approvals) ||
    differs(keys_release_own_work, before.keys_release_own_work) ||
    differs(allowed_kinds?.toSorted().join(), before.allowed_kinds?.toSorted().join())
  if (isChanged) requireRight(actor, project, 'release.rules')
}

const differs = <T>(next: T | undefined, now: T | undefined): boolean => next !== undefined && next !== now
