import { isolate } from '@anvil/shared'
import type { ReviewEvent } from '@anvil/shared/api'

const nameAll = (people: readonly { name: string }[] | undefined): string =>
  (people ?? []).map(({ name }) => isolate(name)).join(', ')

type Say = (details: ReviewEvent['details'], round: number) => string

const SENTENCES: Record<ReviewEvent['kind'], Say> = {
  requested: (details, round) =>
    `${round === 1 ? 'asked for a review' : `asked again, round ${round}`}${asked(details.people)}${again(details)}`,
  asked: ({ people }) => (people?.length ? `chose who is asked: ${nameAll(people)}` : 'asks everybody who may review'),
  approve: ({ own_work }) => (own_work ? 'approved their own work, as the only reviewer' : 'approved'),
  request_changes: () => 'requested changes',
  comment: () => 'commented',
  approval_withdrawn: () => 'took their approval back',
  edited: (details) => `changed the draft${sayVoided(details)}${again(details)}`,
  applied: ({ people, prompts }) => `applied suggestions of ${nameAll(people)} to ${(prompts ?? []).join(', ')}`,
  dismissed: ({ people }) => `dismissed the request for changes of ${nameAll(people)}`,
  withdrawn: () => 'withdrew the review',
  locked: ({ version }) => `locked ${version ?? 'it'}`,
  discarded: ({ version }) => `discarded the draft${version === undefined ? '' : `, back to ${version}`}`,
}

/** What an event of a review says after the name of who did it. */
export const sayEvent = ({ kind, round, details }: ReviewEvent): string => SENTENCES[kind](details, round)

const asked = (people: ReviewEvent['details']['people']): string => (people?.length ? `, of ${nameAll(people)}` : '')

function sayVoided({ voided }: ReviewEvent['details']): string {
  if (!voided?.length) return ''
  return voided.length === 1
    ? `: the approval of ${nameAll(voided)} is void`
    : `: the approvals of ${nameAll(voided)} are void`
}

function again({ revived }: ReviewEvent['details']): string {
  if (!revived?.length) return ''
  return revived.length === 1
    ? `: the approval of ${nameAll(revived)} counts again`
    : `: the approvals of ${nameAll(revived)} count again`
}
