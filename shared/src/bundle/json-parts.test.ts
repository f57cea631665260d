import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeOverhead } from './canonical-escapes.js'
import { canonicalBytes } from './canonical.js'
import { assertJsonText } from './json-text.js'
import { countWrittenMembers } from './member-count.js'
import { preAuthEncoding } from './pae.js'
import { assertUniqueIds } from './unique-ids.js'
import { textPrompt } from '../testing/documents.js'

/** The members of a value and of all within it. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value).reduce((sum: number, each) => sum + membersOf(each), 0)
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length)
}

describe('the members that a JSON text writes down', () => {
  it('are those of its value, whatever its texts hold', () => {
    const texts = fc.array(fc.constantFrom('"', '\\', ':', '{', 'a', '\n', '\u0001'), { maxLength: 6 })
    const text = texts.map((parts) => parts.join(''))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (given, indent) => {
        const written: unknown = JSON.parse(JSON.stringify(given))
        expect(countWrittenMembers(JSON.stringify(given, null, indent))).toBe(membersOf(written))
      }),
    )
  })

  it('are counted as often as they are written', () => {
    expect(countWrittenMembers('{"a":1,"a":{"a":2}}')).toBe(3)
  })
})

describe('the escapes of a canonical text', () => {
  it('are what its length is more than that of the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('\n', '\t', '"', '\\', '\u0001', '\u001f', '\b', '\f', '\r', 'a', 'é'),
    })
    fc.assert(
      fc.property(text, (given) => {
        const inner = Buffer.from(canonicalBytes(given)).toString().slice(1, -1)
        expect(escapeOverhead(inner)).toBe(inner.length - given.length)
      }),
    )
  })

  it.each(['\\u0041', '\\u000a', '\\u000A', '\\u001F', '\\/', '\\u00e9', '\\u0022', '\\u005c', 'ok\\n\\u0008'])(
    'are none of %j',
    (text) => {
      expect(escapeOverhead(text)).toBeUndefined()
    },
  )
})

describe('a text of a document', () => {
  it.each(['', 'é', '🎈', '\uFFFF', '\u0001', '\n'])('may be %j', (text) => {
    expect(() => assertJsonText(text)).not.toThrow()
  })

  it.each(['\u0000', 'a\u0000b', '\uD83C', '\uDF88', '\uDF88\uD83C', 'a\uD83Cb'])('may not be %j', (text) => {
    expect(() => assertJsonText(text)).toThrow(expect.objectContaining({ code: 'json.forbidden_text' }))
  })
})

describe('the bytes that a signature covers', () => {
  const shown = (type: string, payload: string): string =>
    Buffer.from(preAuthEncoding(type, Buffer.from(payload))).toString()

  it('are those of the DSSE specification', () => {
    expect(shown('http://example.com/HelloWorld', 'hello world')).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    )
  })

  it('count bytes, not characters', () => {
    expect(shown('é', '🎈')).toBe('DSSEv1 2 é 4 🎈')
  })

  it('differ wherever type or payload differ, also where one runs into the other', () => {
    const part = fc.stringMatching(/^[ 0-9a]{0,6}$/)
    fc.assert(
      fc.property(part, part, part, part, (type, payload, otherType, otherPayload) => {
        const isSame = type === otherType && payload === otherPayload
        expect(shown(type, payload) === shown(otherType, otherPayload)).toBe(isSame)
      }),
    )
  })
})

describe('the ids of a publication', () => {
  const set = (prompt_set: string, ...ids: string[]) => ({
    prompt_set,
    snapshot: Object.fromEntries(ids.map((id) => [id, textPrompt('')])),
  })

  it('may be alike but for their case or a part', () => {
    expect(() => assertUniqueIds([set('a', 'x', 'x.y'), set('b', 'X', 'x.z'), set('c')])).not.toThrow()
  })

  it('are refused with both owners where two sets hold one', () => {
    expect(() => assertUniqueIds([set('a', 'x'), set('b', 'y'), set('c', 'z', 'x')])).toThrow(
      expect.objectContaining({ code: 'bundle.duplicate_id', details: { id: 'x', prompt_sets: ['a', 'c'] } }),
    )
  })
})
