import type { FoundSecret } from './find-known-secrets.js'
import { BASE64, charactersOf, type TextWalk } from './text-walk.js'

const BEGIN = '-----BEGIN '
const DASHES = '-----'
const LONGEST_LABEL = 64
const FEWEST_CHARACTERS = 40
const BETWEEN = charactersOf(' \t\r\n\\:,"\'.>#|')

/** Private keys in PEM, also where their lines were joined or escaped; the mere mention of one is left alone. */
export function findPrivateKeys(walk: TextWalk): FoundSecret[] {
  const { text } = walk
  const found: FoundSecret[] = []
  for (let at = text.indexOf(BEGIN); at >= 0;) {
    const head = text.slice(at + BEGIN.length, at + BEGIN.length + LONGEST_LABEL)
    const label = head.slice(0, Math.max(head.indexOf(DASHES), 0))
    const start = at + BEGIN.length + label.length
    if (!label.includes('PRIVATE KEY')) {
      at = text.indexOf(BEGIN, start)
      continue
    }
    const body = bodyAt(walk, start + DASHES.length)
    if (body.characters >= FEWEST_CHARACTERS)
      found.push({ name: 'a private key', at, secret: text.slice(at, body.end) })
    at = text.indexOf(BEGIN, body.end)
  }
  return found
}

/** The body up to the next dashes: where it ends, and of how many characters a key could be made. */
function bodyAt(walk: TextWalk, from: number): { end: number; characters: number } {
  let characters = 0
  let end = from
  for (; end < walk.text.length; end++) {
    if (walk.isIn(end, BASE64)) characters++
    else if (walk.text[end] === '-' ? walk.text[end + 1] === '-' : !walk.isIn(end, BETWEEN)) break
  }
  return { end, characters }
}
