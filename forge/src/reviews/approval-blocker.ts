import { AnvilError } from '@anvil/shared'

/** What is missing where a content has fewer approvals than it needs. */
export function approvalBlocker(required: number, given: number): AnvilError | undefined {
  const missing = required - given
  if (missing <= 0) return undefined
  const [what, is] = missing === 1 ? ['approval', 'is'] : ['approvals', 'are']
  return new AnvilError(
    'approval.missing',
    `${missing} more ${what} of exactly this content ${is} needed, by people who did not write it.`,
    { details: { required, given } },
  )
}
