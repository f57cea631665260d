import { isolate } from '@anvil/shared'
import type { Diff, PromptSet } from '@anvil/shared/api'

/** What a restore does, for who is about to confirm it. */
export function sayRestore(
  { name, status, locked_version: locked }: Pick<PromptSet, 'name' | 'status' | 'locked_version'>,
  version: string,
  { bump }: Pick<Diff, 'bump'>,
): string {
  if (status === 'LOCKED')
    return `${isolate(name)} is LOCKED at ${locked}. A new draft is opened, and says what ${version} says.`
  if (bump === 'none') return `The draft says what ${version} says already.`
  const kept = 'What it says now is in no version, unless one was made of it: download it if you may want it back.'
  const review = status === 'REVIEW' ? ' It stays in REVIEW; approvals of another text do not count for it.' : ''
  return `There is a draft already. It is replaced by what ${version} says. ${kept}${review}`
}
