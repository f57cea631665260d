import { sha256Hex } from '../../src/bundle/index.js'
import { base64, type VectorFile } from './vector-file.js'

/** Texts in any spelling with their canonical form, both written by hand. */
const good: Record<string, readonly [string, string]> = {
  'nothing to change': ['{"a":1}', '{"a":1}'],
  'white space': [' { "a" : [ 1 ,\t2\r\n] } ', '{"a":[1,2]}'],
  'members by UTF-16 code units': [
    String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  ],
  'members that look like numbers': ['{"9":1,"10":2,"a":3}', '{"10":2,"9":1,"a":3}'],
  'shortest escapes': [
    String.raw`["\u0022\u005c\u002f\u0008\u0009\u000a\u000c\u000d\u0001\u001F\u007f\u0041\u00e9"]`,
    '["\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\u007fAé"]',
  ],
  'line separators stand as they are': [String.raw`["\u2028\u2029"]`, '["\u2028\u2029"]'],
  'no normalisation of Unicode': [String.raw`["e\u0301","\u00e9"]`, '["e\u0301","\u00e9"]'],
  numbers: [
    '[0,-0,1.0,1e2,1E-2,0.000001,1e-7,1e20,1e21,333333333.33333329,9007199254740993,5e-324,1.7976931348623157e308]',
    '[0,0,1,100,0.01,0.000001,1e-7,100000000000000000000,1e+21,333333333.3333333,9007199254740992,5e-324,1.7976931348623157e+308]',
  ],
  'empty things': ['[{}, [], "", null, true, false]', '[{},[],"",null,true,false]'],
  '64 levels': ['['.repeat(64) + ']'.repeat(64), '['.repeat(64) + ']'.repeat(64)],
}

const bad: Record<string, readonly [string | Uint8Array, string]> = {
  nothing: ['', 'json.malformed'],
  'a document cut short': ['{"a":', 'json.malformed'],
  'more after the end': ['{}{}', 'json.malformed'],
  'a trailing comma': ['[1,]', 'json.malformed'],
  'a comment': ['[/* no */]', 'json.malformed'],
  'a leading zero': ['[01]', 'json.malformed'],
  'not a number': ['[NaN]', 'json.malformed'],
  'a number beyond all doubles': ['[1e309]', 'json.malformed'],
  'a raw control character': ['["a\tb"]', 'json.malformed'],
  'a byte order mark': ['\ufeff{}', 'json.malformed'],
  'a byte that is no UTF-8': [Uint8Array.of(0x22, 0xff, 0x22), 'json.malformed'],
  'an overlong encoding': [Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), 'json.malformed'],
  'an encoded half of a surrogate pair': [Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'json.malformed'],
  'a doubled key': ['{"a":1,"a":1}', 'json.duplicate_key'],
  'a doubled key, once escaped': [String.raw`{"a":1,"\u0061":2}`, 'json.duplicate_key'],
  'a doubled key deep inside': ['[{"x":{"a":[],"b":0,"a":[]}}]', 'json.duplicate_key'],
  'an escaped NUL': [String.raw`["\u0000"]`, 'json.forbidden_text'],
  'an escaped NUL in a key': [String.raw`{"\u0000":1}`, 'json.forbidden_text'],
  'the first half of a surrogate pair': [String.raw`["\ud800"]`, 'json.forbidden_text'],
  'the second half of a surrogate pair': [String.raw`["\udc00\ud800"]`, 'json.forbidden_text'],
  'a member named __proto__': ['{"a":{"__proto__":1}}', 'json.forbidden_text'],
  '65 levels': ['['.repeat(65) + ']'.repeat(65), 'json.too_deep'],
}

/** Strict parsing and canonical form. */
export const canonicalVectors: VectorFile = {
  about:
    'Strict JSON and RFC 8785. Good: bytes (base64) parse, and are canonical_text with this sha256 when written canonically. Bad: parsing bytes is refused.',
  vectors: [
    ...Object.entries(good).map(([name, [text, canonical]]) => ({
      name,
      bytes: base64(text),
      canonical_text: canonical,
      sha256: sha256Hex(Buffer.from(canonical)),
    })),
    ...Object.entries(bad).map(([name, [text, refuse]]) => ({ name, bytes: base64(text), refuse })),
  ],
}
