import { AnvilError } from '@anvil/shared'
import type { JudgedFinding } from '@anvil/shared/api'
import type { PolicyJudgement } from './judge-content.js'

const SAID = 3
const LISTED = 50

/** What keeps a content back, of what a policy found in it; undefined where nothing does. */
export function policyBlocker(
  { policy_number, findings }: PolicyJudgement,
  where = 'Neither a review nor a lock of it is possible',
): AnvilError | undefined {
  const blocking = findings.filter(({ blocks }) => blocks)
  if (blocking.length === 0) return undefined
  const more = blocking.length > SAID ? ` And ${blocking.length - SAID} more.` : ''
  const count = blocking.length === 1 ? '1 finding' : `${blocking.length} findings`
  return new AnvilError(
    'policy.blocked',
    `The policy of this project stops this draft by ${count}. ${blocking.slice(0, SAID).map(say).join(' ')}${more} ${where} until they are mended, or a reviewer gives a waiver.`,
    { details: { policy_number, count: blocking.length, findings: blocking.slice(0, LISTED).map(told) } },
  )
}

function say({ prompt_id, message, waiver }: JudgedFinding): string {
  return `${prompt_id}: ${message}${waiver?.state === 'expired' ? ' (Its waiver has expired.)' : ''}`
}

function told({ waiver, blocks: _blocks, ...finding }: JudgedFinding): object {
  return { ...finding, waiver: waiver?.state ?? null }
}
