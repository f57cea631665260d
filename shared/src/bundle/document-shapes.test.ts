import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { Envelope, Keyset, Manifest } from '../protocol/documents.js'
import { aBundle, aKeyset, aManifest, testForge } from '../testing/index.js'
import { ENVELOPE, KEYSET, MANIFEST } from './document-shapes.js'
import { requireShape, type Shape } from './shape.js'

const forge = testForge()
const published = forge.publish([aBundle()])
const DOCUMENTS: [string, Shape<unknown>, z.ZodType, object][] = [
  ['envelope', ENVELOPE, Envelope, JSON.parse(Buffer.from(published.envelope).toString())],
  ['keyset', KEYSET, Keyset, aKeyset(forge.root, [forge.signer], { revoked: ['0'.repeat(64)] })],
  ['manifest', MANIFEST, Manifest, aManifest({ bundles: published.manifest.bundles })],
]

/** Every place in a document, as the names that lead to it. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]))]
}

function replaced(value: unknown, path: string[], change: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return change
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === name ? replaced(item, rest, change) : item))
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(Object(value)))
  return { ...copy, [name]: replaced(copy[name], rest, change) }
}

const TEXTS = [
  '',
  'a',
  'A-b',
  'a--b',
  '1.0.0',
  '1.0.0-live.1',
  '01.0.0',
  '2026-01-15T10:30:00Z',
  '2026-01-15T10:30:00.123Z',
  '2026-01-15T10:30Z',
  '2026-01-15T10:30:00+01:00',
  '2026-02-29T10:30:00Z',
  '2028-02-29T10:30:00Z',
  '2100-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-15T24:00:00Z',
  '2026-01-15T10:30:60Z',
  '2026-01-15 10:30:00Z',
  '0000-01-01T00:00:00Z',
  '0b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c',
  '0B8A4C1E-92D3-4F5A-8B6C-7D8E9F0A1B2C',
  '0b8a4c1e-92d3-0f5a-8b6c-7d8e9f0a1b2c',
  '0b8a4c1e-92d3-4f5a-cb6c-7d8e9f0a1b2c',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'x'.repeat(65),
  '0'.repeat(64),
  'F'.repeat(64),
  'A'.repeat(43),
  'A'.repeat(44),
]
const VALUES = [null, true, 0, 1, 2, -1, 1.5, 2 ** 53, [], {}, [1], { id: 1 }, ...TEXTS]

describe.each(DOCUMENTS)('the form of a %s', (_, shape, schema, document) => {
  const agrees = (value: unknown): void => {
    expect(shape.fits(value), JSON.stringify(value)).toBe(schema.safeParse(value).success)
  }

  it('takes a good one', () => {
    expect(requireShape(shape, document)).toBe(document)
  })

  it('agrees with the schema on every value in every place', () => {
    for (const place of placesOf(document)) for (const value of VALUES) agrees(replaced(document, place, value))
  })

  it('agrees with the schema on members that are missing or strange', () => {
    for (const place of placesOf(document)) {
      const [last] = place.slice(-1)
      if (last === undefined) continue
      const parent = place.slice(0, -1)
      const at = parent.reduce<unknown>(
        (value, name) => Object.entries(Object(value)).find(([key]) => key === name)?.[1],
        document,
      )
      if (Array.isArray(at)) agrees(replaced(document, parent, []))
      else
        agrees(
          replaced(document, parent, Object.fromEntries(Object.entries(Object(at)).filter(([key]) => key !== last))),
        )
      if (!Array.isArray(at)) agrees(replaced(document, [...parent, 'stranger'], 1))
    }
  })

  it('agrees with the schema on anything at all', () => {
    fc.assert(fc.property(fc.anything(), (value) => agrees(value)))
  })

  it('names the place that has another form', () => {
    const [place = []] = placesOf(document).filter(({ length }) => length > 1)
    expect(() => requireShape(shape, replaced(document, place, undefined))).toThrow(place.join('.'))
  })
})
