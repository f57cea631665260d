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
  'approval.given': 'approved {set}',
  'approval.withdrawn': 'took back the approval of {set}',
  'version.made': 'made {version} of {set}',
  'publication.publish': 'published to {environment}, as #{sequence}',
  'publication.promote': 'promoted to {environment}, as #{sequence}',
  'publication.rollback': 'rolled {environment} back, as #{sequence}',
  'publication.withdraw': 'withdrew from {environment}, as #{sequence}',
  'publication.retried': 'asked instances of {environment} once more to take #{sequence}',
  'fleet.sync_asked': 'asked instances of {environment} to take #{sequence}',
  'access_token.issued': 'generated an access token for {environment}',
  'access_token.revealed': 'looked at the value of an access token',
  'access_token.rotated': 'rotated an access token',
  'access_token.revoked': 'revoked an access token',
  'project.created': 'made the project',
  'project.changed': 'changed the settings of the project',
  'environment.created': 'made the environment {target}',
  'environment.changed': 'changed the environment {target}',
  'environment.sequence_repaired': 'set an environment right after its database was restored',
}

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
