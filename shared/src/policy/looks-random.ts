const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Words that begin with a capital, and numbers: a name as programmers write it. Drawn at random, one in thousands is. */
const WORDS = /^[a-z]*(?:[A-Z][a-z]+|\d{1,4}(?!\d))+$/
const ONLY_HEX = /^[0-9a-f]+$/i

const SHORTEST = 24
const SHORTEST_OF_TWO_CLASSES = 28
/** Longer ones are files that were written as text. */
const LONGEST = 256

/** Whether a token is so irregular that a machine must have drawn it, as it draws keys. Digests and UUIDs are not meant. */
export function looksRandom(token: string): boolean {
  if (token.length < SHORTEST || token.length > LONGEST) return false
  if (UUID.test(token) || ONLY_HEX.test(token) || WORDS.test(token)) return false
  const { digits, changes, classes } = classesOf(token)
  if (digits < 2) return false
  const isMixed = classes === 3 ? changes >= 0.4 : isMixedOfTwo(token, { digits, changes, classes })
  return isMixed && entropyOf(token) >= (token.length < 40 ? 3.7 : 4.2)
}

interface Classes {
  /** How many digits there are. */
  digits: number
  /** Of two neighbours, how often they are of different classes: 0 to 1. */
  changes: number
  /** How many there are of upper case, lower case and digits. */
  classes: number
}

/** Without one of the cases only letters and digits count: words with hyphens are how people write names. */
function isMixedOfTwo(token: string, { digits, changes, classes }: Classes): boolean {
  if (classes !== 2 || token.length < SHORTEST_OF_TWO_CLASSES || /[^0-9A-Za-z]/.test(token)) return false
  return changes >= 0.25 && digits >= token.length * 0.12 && digits <= token.length * 0.6
}

function classesOf(token: string): Classes {
  let [digits, changed, before] = [0, 0, '']
  const seen = new Set<string>()
  for (const character of token) {
    const name = classOf(character)
    if (name === '') continue
    seen.add(name)
    if (name === 'digit') digits++
    if (before !== '' && name !== before) changed++
    before = name
  }
  return { digits, changes: changed / (token.length - 1), classes: seen.size }
}

function classOf(character: string): string {
  if (character >= '0' && character <= '9') return 'digit'
  if (character >= 'a' && character <= 'z') return 'lower'
  return character >= 'A' && character <= 'Z' ? 'upper' : ''
}

/** Shannon's entropy, in bits a character. */
function entropyOf(token: string): number {
  const counts = new Map<string, number>()
  for (const character of token) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / token.length) * Math.log2(count / token.length)
  return bits
}
