import { isolate } from '@anvil/shared'
import type { JudgedFinding, Waiver } from '@anvil/shared/api'

/** How a waiver stands, in words; its time as people of this browser write it. */
export function sayWaiver(waiver: Waiver): string {
  const until = new Date(waiver.expires_at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
  return SAY[waiver.state](waiver, until)
}

const name = (person: Waiver['given_by']): string => isolate(person?.name ?? 'somebody')

const SAY: Record<Waiver['state'], (waiver: Waiver, until: string) => string> = {
  waiting: ({ requested_by }, until) => `${name(requested_by)} asks for a waiver until ${until}`,
  given: ({ given_by }, until) => `Waived by ${name(given_by)} until ${until}`,
  refused: ({ ended_by }) => `${name(ended_by)} refused a waiver`,
  revoked: ({ ended_by }) => `${name(ended_by)} took the waiver back`,
  expired: ({ given_by }, until) => `${given_by === null ? 'The wish for a waiver' : 'The waiver'} expired at ${until}`,
}

/** What a finding does now. */
export type FindingState = 'blocks' | 'waived' | 'warns'

/** Whether a finding keeps the draft back, would without its waiver, or only warns. */
export function stateOf({ level, blocks }: JudgedFinding): FindingState {
  if (blocks) return 'blocks'
  return level === 'block' ? 'waived' : 'warns'
}

const ORDER: readonly FindingState[] = ['blocks', 'waived', 'warns']

/** The findings that a person saw, with waivers as they are by now; what blocks comes first. */
export function currentFindings(seen: readonly JudgedFinding[], now: readonly JudgedFinding[] = []): JudgedFinding[] {
  const known = new Map(now.map((finding) => [finding.fingerprint, finding]))
  return seen
    .map((finding) => known.get(finding.fingerprint) ?? finding)
    .toSorted((a, b) => ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)))
}

/** Why somebody can't give a waiver; only reviewers may whose own wish or work it is not. */
export function whyNotGive(
  waiver: Waiver,
  reviewers: readonly { id: string }[],
  me: string | undefined,
): string | undefined {
  const isReviewer = reviewers.some(({ id }) => id === me)
  const isAlone = isReviewer && reviewers.length === 1
  if (waiver.requested_by.id === me && !isAlone) return 'You asked for it, so another reviewer has to give it.'
  return isReviewer ? undefined : 'Only a reviewer who wrote nothing of this draft can give it.'
}
