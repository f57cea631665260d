import { SECRET_KINDS, type SecretKind } from './secret-kinds.js'
import { type TextWalk, WORD } from './text-walk.js'

/** A secret in a text: what it is, where it begins, and itself, which no message may repeat. */
export interface FoundSecret {
  readonly name: string
  readonly at: number
  readonly secret: string
}

const FEWEST_DIFFERENT = 8

/** The secrets that begin as those of a known provider do. */
export function findKnownSecrets(walk: TextWalk): FoundSecret[] {
  return SECRET_KINDS.flatMap((kind) => kind.prefixes.flatMap((prefix) => findKind(walk, kind, prefix)))
}

function findKind(walk: TextWalk, kind: SecretKind, prefix: string): FoundSecret[] {
  const { text } = walk
  const found: FoundSecret[] = []
  for (let at = text.indexOf(prefix); at >= 0;) {
    const start = at + prefix.length
    if (at > 0 && walk.isIn(at - 1, WORD)) {
      at = text.indexOf(prefix, start)
      continue
    }
    const end = walk.endOf(start, kind.body)
    const body = withoutDots(text.slice(start, end))
    if (fits(kind, prefix, body)) found.push({ name: kind.name, at, secret: prefix + body })
    at = text.indexOf(prefix, end)
  }
  return found
}

function fits({ min, max, isWhole }: SecretKind, prefix: string, body: string): boolean {
  if (body.length < min || (max !== undefined && body.length > max)) return false
  return isMade(body) && (isWhole === undefined || isWhole(prefix + body))
}

/** Whether a machine could have made this; `xxxxxxxx` and `your-key-goes-here` are written by people. */
function isMade(body: string): boolean {
  return /\d/.test(body) && new Set(body.slice(0, 200)).size >= FEWEST_DIFFERENT
}

/** Without the dots that end a sentence. */
function withoutDots(body: string): string {
  let end = body.length
  while (end > 0 && body[end - 1] === '.') end--
  return body.slice(0, end)
}
