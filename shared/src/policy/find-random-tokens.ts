import type { FoundSecret } from './find-known-secrets.js'
import { looksRandom } from './looks-random.js'
import { charactersOf, type TextWalk, TOKEN } from './text-walk.js'

const SPACE = charactersOf(' \t\r\n"\'`<>()')
const PARTS = /[-_+/]+/
const ASSIGNED = /(?:key|secret|token|passw(?:or)?d|pwd|credential|bearer)["']?\s{0,4}[:=]?\s{0,4}["']?$/i
const HEX_KEY = /^[0-9a-f]{32,128}$/i
const BEFORE = 40

/**
 * Tokens that look like keys of any provider. Digests in hex are left alone unless something calls them a key; so are
 * paths of addresses, images in base64, and whatever is not ASCII.
 */
export function findRandomTokens(walk: TextWalk): FoundSecret[] {
  const { text } = walk
  const found: FoundSecret[] = []
  let word = 0
  for (let at = 0; at < text.length;) {
    if (!walk.isIn(at, TOKEN)) {
      if (walk.isIn(at, SPACE)) word = at + 1
      at++
      continue
    }
    const end = walk.endOf(at, TOKEN)
    if (end - at >= 24 && !isData(text, word, at)) {
      const secret = secretIn(text, at, end)
      if (secret !== undefined) {
        found.push({ name: 'a random token, as keys are', at: text.indexOf(secret, at), secret })
      }
    }
    at = end
  }
  return found
}

function secretIn(text: string, at: number, end: number): string | undefined {
  const token = text.slice(at, end)
  if (HEX_KEY.test(token)) return ASSIGNED.test(text.slice(Math.max(at - BEFORE, 0), at)) ? token : undefined
  return [token, ...token.split(PARTS)].find(looksRandom)
}

/** Whether a token is the path of an address, or a file in base64. */
function isData(text: string, word: number, at: number): boolean {
  const before = text.slice(Math.max(word, at - 500), at)
  if (before.endsWith(';base64,')) return true
  const address = before.lastIndexOf('://')
  return address >= 0 && !/[?#=]/.test(before.slice(address))
}
