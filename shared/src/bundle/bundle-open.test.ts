import { describe, expect, it } from 'vitest'
import { aBundle, PROJECT_ID, textPrompt } from '../testing/index.js'
import type { Bundle, ManifestEntry } from '../protocol/documents.js'
import { openBundle } from './bundle-open.js'
import { entryOf, sealBundle } from './bundle-seal.js'
import { canonicalBytes } from './canonical.js'
import { contentDigest } from './content-digest.js'
import { sha256Hex } from './digest.js'
import { assertUniqueIds } from './unique-ids.js'

const bundle = aBundle()
const sealed = sealBundle(bundle)
const entry = entryOf(bundle, sealed)
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })
/** Opens bytes as if the manifest named exactly them. */
const open = (bytes: Uint8Array, change: Partial<ManifestEntry> = {}) =>
  openBundle(bytes, { ...entry, sha256: sha256Hex(bytes), bytes: bytes.length, ...change }, PROJECT_ID)
const opened = (document: unknown) => open(canonicalBytes(document))

describe('a bundle', () => {
  it('is opened as it was sealed, and sealed again to the same bytes', () => {
    expect(openBundle(sealed.bytes, entry, PROJECT_ID)).toEqual(bundle)
    expect(sealBundle(openBundle(sealed.bytes, entry, PROJECT_ID))).toEqual(sealed)
  })

  it('keeps the fields of a newer FORGE', () => {
    const newer = { ...bundle, train: 'night', snapshot: { a: { ...textPrompt('x'), color: 'red' } } }
    expect(opened(newer)).toEqual(newer)
  })

  it('keeps every character as it was written', () => {
    const template = 'e\u0301 é \u2028 \u200b 👩‍👩‍👧 שלום \t\r\n \u001f \ufeff $& {{{name}}}'
    expect(opened(aBundle({ snapshot: { a: textPrompt(template) } })).snapshot.a).toMatchObject({ template })
  })

  it('has a content digest that its version and date do not change', () => {
    const same: Bundle = { ...bundle, version: '9.0.0', created_at: '2030-01-01T00:00:00Z' }
    expect(contentDigest(same)).toBe(contentDigest(bundle))
    expect(contentDigest({ ...bundle, snapshot: {} })).not.toBe(contentDigest(bundle))
    expect(contentDigest(bundle)).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a bundle is refused', () => {
  it('if a byte differs from what the manifest names', () => {
    const other = sealed.bytes.with(20, 32)
    expect(() => openBundle(other, entry, PROJECT_ID)).toThrowError(refusal('bundle.hash_mismatch'))
  })

  it('if it is longer or shorter than the manifest names', () => {
    const longer = Buffer.concat([sealed.bytes, Buffer.from(' ')])
    expect(() => openBundle(longer, entry, PROJECT_ID)).toThrowError(refusal('bundle.too_large'))
    expect(() => openBundle(sealed.bytes.subarray(1), entry, PROJECT_ID)).toThrowError(refusal('bundle.hash_mismatch'))
  })

  it('if it or what the manifest names is larger than any bundle may be', () => {
    const huge = Buffer.alloc(16 * 1024 * 1024 + 1, ' ')
    expect(() => open(huge)).toThrowError(refusal('bundle.too_large'))
    expect(() => open(sealed.bytes, { bytes: huge.length })).toThrowError(refusal('bundle.too_large'))
  })

  it.each([
    ['white space', (text: string) => `${text} `],
    ['members in another order', (text: string) => text.replace('"format":1,', '').replace('{', '{"format":1,')],
    ['a longer escape', (text: string) => text.replace('Welcome', String.raw`\u0057elcome`)],
    ['a doubled key', (text: string) => text.replace('"format":1', '"format":1,"format":1')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['an end too soon', (text: string) => text.slice(0, -1)],
  ])('with %s', (_, change) => {
    const bytes = Buffer.from(change(Buffer.from(sealed.bytes).toString()))
    expect(() => open(bytes)).toThrowError(refusal('bundle.malformed'))
  })

  it.each([
    ['another format', { format: 2 }],
    ['no snapshot', { snapshot: [] }],
    ['a version that is none', { version: '1.2' }],
    ['a prompt without a template', { snapshot: { a: { ...textPrompt('x'), template: 7 } } }],
    ['a chat without messages', { snapshot: { a: { ...textPrompt('x'), kind: 'chat', messages: [] } } }],
    ['a variable of an unknown type', { snapshot: { a: { ...textPrompt('x'), variables: { v: { type: 'date' } } } } }],
    ['an include from nowhere', { includes: { a: { template: '', delimiters: null, variables: {} } } }],
  ])('with %s', (_, change) => {
    expect(() => opened({ ...bundle, ...change })).toThrowError(refusal('bundle.malformed'))
  })

  it.each([
    ['project', { project_id: '11111111-1111-4111-8111-111111111111' }],
    ['prompt set', { prompt_set: 'other' }],
    ["prompt set's id", { prompt_set_id: '11111111-1111-4111-8111-111111111111' }],
    ['version', { version: '1.2.4' }],
  ])('if it is of another %s than the manifest says', (_, change) => {
    expect(() => opened({ ...bundle, ...change })).toThrowError(refusal('bundle.malformed'))
  })

  it.each(['constructor', 'toString', 'a b', '', 'é', 'x'.repeat(129)])('with a prompt of the id %j', (id) => {
    const include = {
      ...textPrompt('x'),
      from: { prompt_set_id: PROJECT_ID, version: '1.0.0', sha256: 'a'.repeat(64) },
    }
    expect(() => opened({ ...bundle, snapshot: { [id]: textPrompt('x') } })).toThrowError(refusal('bundle.bad_id'))
    expect(() => opened({ ...bundle, includes: { [id]: include } })).toThrowError(refusal('bundle.bad_id'))
  })

  it('with a prompt of the id __proto__', () => {
    const text = Buffer.from(sealed.bytes).toString().replace('welcome.message', '__proto__')
    expect(() => open(Buffer.from(text))).toThrowError(refusal('bundle.malformed'))
  })

  it('with more prompts than a set may hold', () => {
    const prompts = Array.from({ length: 20_001 }, (_, n) => [`p${String(n).padStart(5, '0')}`, textPrompt('')])
    expect(() => opened({ ...bundle, snapshot: Object.fromEntries(prompts) })).toThrowError(refusal('bundle.too_large'))
  })

  it('by the one who seals it if no client would take it', () => {
    expect(() => sealBundle({ ...bundle, version: '1' })).toThrowError(refusal('bundle.malformed'))
    const huge = aBundle({
      snapshot: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, textPrompt('x'.repeat(900_000))])),
    })
    expect(() => sealBundle(huge)).toThrowError(refusal('bundle.too_large'))
  })
})

describe('the ids of all bundles of a manifest', () => {
  const other = aBundle({ prompt_set: 'other' })

  it('may not meet', () => {
    expect(() => assertUniqueIds([bundle, other])).toThrowError(
      expect.objectContaining({
        code: 'bundle.duplicate_id',
        details: { id: 'welcome.message', prompt_sets: ['onboarding', 'other'] },
      }),
    )
  })

  it('may be as many as they are', () => {
    expect(() => assertUniqueIds([bundle, { ...other, snapshot: { 'other.message': textPrompt('x') } }])).not.toThrow()
    expect(() => assertUniqueIds([])).not.toThrow()
  })
})
