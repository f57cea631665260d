import type { AuditEntry } from '@anvil/shared/api'

/** What entries say, with their parts by name: of `details`, or `set`, `target` and `count`. */
const SENTENCES: Record<string, string> = {
  'prompt.created': 'made the prompt {target} in {set}',
  'prompt.changed': 'wrote the prompt {target} in {set}',
  'prompt.deleted': 'deleted the prompt {target} from {set}',
  'prompts.put': 'wrote {count} in {set}',
  'prompts.imported': 'imported {count} into {set}',
  'prompts.deleted': 'deleted {count} from {set}',
  'prompts.moved': 'moved {count} out of {set}',
  'prompts.received': 'moved {count} into {set}',
  'includes.taken': 'took newer included texts into {set}',
  'prompt_set.created': 'made the prompt set {set}',
  'prompt_set.changed': 'changed the name, the description or the state of {set}',
  'prompt_set.deleted': 'deleted the prompt set {set}',
  'prompt_set.locked': 'locked {set}',
  'draft.opened': 'opened a new draft of {set}',
  'draft.discarded': 'went back to {back_to} of {set}',
  'draft.restored': 'restored {version} of {set} as draft',
  'review.requested': 'asked for a review of {set}',
  'review.withdrawn': 'took the review of {set} back',
  'review.changes_requested': 'requested changes of {set}',
  'review.commented': 'commented on {set}',
  'review.people_asked': 'chose who is asked to review {set}',
  'review.verdict_dismissed': 'dismissed a request for changes of {set}',
  'review.comment_added': 'answered a comment on {set}',
  'review.comment_changed': 'rewrote a comment on {set}',
  'review.comment_deleted': 'deleted a comment on {set}',
  'review.comment_resolved': 'settled a thread about {set}',
  'review.comment_reopened': 'reopened a thread about {set}',
  'prompts.suggestions_applied': 'applied suggestions to {count} in {set}',
  'approval.given': 'approved {set}',
  'approval.refused': 'tried to approve {set}, and was refused: {code}',
  'lock.refused': 'tried to lock {set}, and was refused: {code}',
  'approval.withdrawn': 'took back the approval of {set}',
  'quota.changed': 'changed what the organisation may have at most',
  'policy.changed': 'changed the policy, which is number {number} now',
  'policy.change_refused': 'tried to change the policy, and was refused: {code}',
  'waiver.ask_refused': 'tried to ask for a waiver in {set}, and was refused: {code}',
  'waiver.give_refused': 'tried to give a waiver in {set}, and was refused: {code}',
  'waiver.requested': 'asked for a waiver of {rule} for {prompt_id} in {set}',
  'waiver.given': 'gave the waiver of {rule} for {prompt_id} in {set}',
  'waiver.refused': 'refused the waiver of {rule} for {prompt_id} in {set}',
  'waiver.revoked': 'took back the waiver of {rule} for {prompt_id} in {set}',
  'waiver.used': 'locked {version} of {set} by the waiver of {rule} for {prompt_id}',
  'version.made': 'made {version} of {set}',
  'publication.publish': 'published to {environment}, as #{sequence}',
  'publication.promote': 'promoted to {environment}, as #{sequence}',
  'publication.rollback': 'rolled {environment} back, as #{sequence}',
  'publication.withdraw': 'withdrew from {environment}, as #{sequence}',
  'publication.refused': 'tried to change what {environment} runs, and was refused: {code}',
  'publication.retried': 'asked instances of {environment} once more to take #{sequence}',
  'fleet.sync_asked': 'asked instances of {environment} to take #{sequence}',
  'access_token.issued': 'generated an access token for {environment}',
  'access_token.revealed': 'looked at the value of an access token',
  'access_token.rotated': 'rotated an access token',
  'access_token.revoked': 'revoked an access token',
  'delivery.applied': 'heard from {instances} of {environment} that they run a publication',
  'delivery.current': 'heard from {instances} of {environment} that they ran a publication already',
  'delivery.frozen': 'heard from {instances} of {environment} that they are frozen',
  'delivery.rejected': 'heard from {instances} of {environment} that they rejected a publication',
  'delivery.rolled_back': 'heard from {instances} of {environment} that they went back by themselves',
  'instance.met': 'heard from {instances} of {environment} for the first time',
  'audit.exported': 'exported the audit trail',
  'session.started': 'signed in',
  'session.refused': 'refused a sign-in to an account',
  'session.ended': 'ended a session',
  'sessions.ended': 'ended all other sessions of their account',
  'password.changed': 'changed their password',
  'password.refused': 'was refused another password: the old one was not proven',
  'account.renamed': 'changed their name',
  'setup.done': 'set this FORGE up',
  'admin.created': 'made an owner of the organisation',
  'organisation.created': 'made the organisation',
  'identity.linked': 'let an account be signed in to by an issuer',
  'identity.made': 'made an account for somebody whom an issuer knows',
  'member.added': 'added a member',
  'member.invited': 'invited {email}',
  'member.uninvited': 'took the invitation of {email} back',
  'member.joined': 'joined by an invitation',
  'member.changed': 'changed what a member is',
  'member.removed': 'removed a member',
  'member.left': 'left the organisation',
  'member.project_roles_changed': 'changed the roles of a member in the project',
  'api_key.made': 'made the API key {name}',
  'api_key.revoked': 'revoked the API key {name}',
  'api_key.barred': 'revoked, for this organisation, the API key {name} of a member',
  'project.created': 'made the project',
  'project.changed': 'changed the settings of the project',
  'environment.created': 'made the environment {target}',
  'environment.changed': 'changed the environment {target}',
  'project.change_refused': 'tried to change the settings of the project, and was refused: {code}',
  'environment.change_refused': 'tried to change the environment {target}, and was refused: {code}',
  'request.refused': 'tried what they may not (“{summary}”), and was refused: {code}',
  'environment.sequence_repaired': 'set an environment right after its database was restored',
}

/** Every action of which a sentence is known, by name. */
export const ACTIONS: readonly string[] = Object.keys(SENTENCES).toSorted()

/** A piece of a sentence; what people wrote themselves is `theirs`. */
export interface Piece {
  text: string
  theirs: boolean
}

/** What an entry says after the name of who did it; `setNames` has the prompt sets that are there. */
export function sayEntry(entry: AuditEntry, setNames: ReadonlyMap<string, string>): Piece[] {
  const sentence = SENTENCES[entry.action] ?? `did “${entry.action}”`
  return sentence.split(/(\{\w+\})/).flatMap((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (part === '') return []
    return [name === undefined ? { text: part, theirs: false } : pieceOf(name, entry, setNames)]
  })
}

function pieceOf(name: string, entry: AuditEntry, setNames: ReadonlyMap<string, string>): Piece {
  const { target, details } = entry
  if (name === 'target') return { text: target, theirs: true }
  if (name === 'instances') return { text: sayInstances(details['count']), theirs: false }
  if (name === 'count') return { text: sayCount(entry), theirs: false }
  if (name === 'set') {
    const id = details['prompt_set_id']
    const said = setNames.get(typeof id === 'string' ? id : target) ?? details['name']
    return typeof said === 'string' ? { text: said, theirs: true } : { text: 'a set that is gone', theirs: false }
  }
  const value = details[name]
  const isWord = typeof value === 'string' || typeof value === 'number'
  return { text: isWord ? `${value}` : 'something', theirs: false }
}

const sayInstances = (count: unknown): string => (count === 1 ? '1 instance' : `${String(count)} instances`)

/** How many prompts an entry names or counts. */
function sayCount({ details, shortened }: AuditEntry): string {
  const lengthOf = (name: string): number => {
    const said = details[name]
    if (typeof said === 'number') return said
    return shortened[name] ?? (Array.isArray(said) ? said.length : 0)
  }
  const count = lengthOf('ids') + lengthOf('created') + lengthOf('changed')
  return count === 1 ? '1 prompt' : `${count} prompts`
}

/** Who did what an entry says. */
export function sayActor({ kind, id, name }: AuditEntry['actor']): Piece {
  if (kind === 'user') return { text: name ?? 'Somebody who is gone', theirs: name !== null }
  if (kind === 'instance') return { text: 'An application', theirs: false }
  const [, operator] = id.split('operator:')
  if (operator !== undefined) return { text: `${operator} at the command line`, theirs: true }
  return { text: id === 'operator' ? 'The operator' : 'FORGE', theirs: false }
}
