import type { FoundSecret } from './find-known-secrets.js'
import { ALPHANUMERIC, charactersOf, type TextWalk } from './text-walk.js'

const LONGEST_SCHEME = 20
const LONGEST_USER = 300
const ENDS = charactersOf(' \t\r\n/?#"\'`<>{}[]()|\\')
const PLACEHOLDERS = new Set(['password', 'pass', 'passwd', 'pwd', 'secret', 'token', 'pw', 'user', 'username'])

/** Addresses with a password in them, such as a database's; `postgres://user:password@host` says how, and no more. */
export function findPasswords(walk: TextWalk): FoundSecret[] {
  const { text } = walk
  const found: FoundSecret[] = []
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const user = userAt(walk, at + 3)
    const colon = user.indexOf(':')
    if (colon < 0 || !isPassword(user.slice(colon + 1))) continue
    const start = schemeStart(walk, at)
    if (start < at)
      found.push({ name: 'an address with a password', at: start, secret: text.slice(start, at + 3) + user })
  }
  return found
}

/** What stands before the `@` of an address; nothing where there is none. */
function userAt(walk: TextWalk, from: number): string {
  const most = Math.min(from + LONGEST_USER, walk.text.length)
  let last = -1
  for (let at = from; at < most && !walk.isIn(at, ENDS); at++) if (walk.text[at] === '@') last = at
  return last < 0 ? '' : walk.text.slice(from, last)
}

function schemeStart(walk: TextWalk, end: number): number {
  let at = end
  while (at > 0 && end - at < LONGEST_SCHEME && walk.isIn(at - 1, ALPHANUMERIC)) at--
  return at
}

function isPassword(text: string): boolean {
  return text.length >= 3 && !/^[$%]/.test(text) && new Set(text).size > 2 && !PLACEHOLDERS.has(text.toLowerCase())
}
