import { findKnownSecrets, type FoundSecret } from './find-known-secrets.js'
import { findPasswords } from './find-passwords.js'
import { findPrivateKeys } from './find-private-keys.js'
import { findRandomTokens } from './find-random-tokens.js'
import { TextWalk } from './text-walk.js'

/** What is looked for beside what is known. */
export interface SecretSearch {
  readonly highEntropy: boolean
}

/** The secrets in a text, in their order; time grows with the length of the text, whatever it says. */
export function findSecrets(text: string, { highEntropy }: SecretSearch, walk = new TextWalk(text)): FoundSecret[] {
  const known = [...findPrivateKeys(walk), ...findKnownSecrets(walk), ...findPasswords(walk)]
  const random = highEntropy ? findRandomTokens(walk) : []
  return withoutOverlaps([...known, ...random])
}

/** Of those that share characters, the one that was found first: `known` names it better than `random`. */
function withoutOverlaps(found: readonly FoundSecret[]): FoundSecret[] {
  const ranked = found.map((secret, rank) => ({ secret, rank }))
  const inOrder = ranked.toSorted((a, b) => a.secret.at - b.secret.at || a.rank - b.rank)
  const kept: typeof ranked = []
  for (const next of inOrder) {
    const last = kept.at(-1)
    const isApart = !last || last.secret.at + last.secret.secret.length <= next.secret.at
    if (isApart) kept.push(next)
    else if (next.rank < last.rank) kept[kept.length - 1] = next
  }
  return kept.map(({ secret }) => secret)
}
