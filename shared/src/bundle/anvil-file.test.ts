import { describe, expect, it } from 'vitest'
import { aBundle, PROJECT_ID, testForge, textPrompt } from '../testing/index.js'
import type { Bundle } from '../protocol/documents.js'
import { readAnvilFile, writeAnvilFile } from './anvil-file.js'
import { canonicalBytes } from './canonical.js'

const forge = testForge()
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })

function fileOf(bundles: readonly Bundle[]) {
  const { envelope, bundles: sealed } = forge.publish(bundles)
  const byDigest = new Map([...sealed].map(([sha256, { bytes }]) => [sha256, bytes]))
  return { keysets: forge.keysets, manifest: envelope, bundles: byDigest }
}

const other = aBundle({
  prompt_set: 'other',
  prompt_set_id: PROJECT_ID,
  snapshot: { 'other.message': { ...textPrompt('Grüße\n\u2028😀'), metadata: nested(59) } },
})
const file = fileOf([aBundle(), other])
const bytes = writeAnvilFile(file)

/** As many objects in each other. */
function nested(levels: number): Record<string, unknown> {
  return levels === 0 ? {} : { a: nested(levels - 1) }
}

describe('a .anvil file', () => {
  it('carries keysets, manifest and bundles byte for byte', () => {
    expect(readAnvilFile(bytes)).toEqual({
      ...file,
      bundles: new Map([...file.bundles].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    })
  })

  it('is canonical JSON that holds the documents as such', () => {
    const text = Buffer.from(bytes).toString()
    const document = JSON.parse(text)
    expect(Object.keys(document)).toEqual(['bundles', 'format', 'keysets', 'manifest'])
    for (const [sha256, bundle] of file.bundles) {
      expect(text).toContain(`"${sha256}":${Buffer.from(bundle).toString()}`)
    }
    expect(canonicalBytes(document.manifest)).toEqual(file.manifest)
  })

  it('may be without bundles', () => {
    const empty = fileOf([])
    expect(readAnvilFile(writeAnvilFile(empty))).toEqual(empty)
  })

  it('is not written of bytes that it would not bring back', () => {
    const spaced = new Map([['a'.repeat(64), Buffer.from('{ }')]])
    expect(() => writeAnvilFile({ ...file, bundles: spaced })).toThrowError(refusal('json.malformed'))
  })
})

describe('a .anvil file is refused', () => {
  const text = Buffer.from(bytes).toString()

  it.each([
    ['cut short', text.slice(0, -1)],
    ['with a field more', text.replace('"format":1,"keysets"', '"extra":0,"format":1,"keysets"')],
    ['of another format', text.replace('"format":1,"keysets"', '"format":2,"keysets"')],
    ['with an altered prompt', text.replace('Welcome', 'welcome')],
    ['with a bundle under another digest', text.replace([...file.bundles.keys()][0] ?? '', 'a'.repeat(64))],
    ['with white space', `${text}\n`],
    ['without a manifest', '{"bundles":{},"format":1,"keysets":[]}'],
    ['that is empty', ''],
  ])('%s', (_, changed) => {
    expect(() => readAnvilFile(Buffer.from(changed))).toThrowError(refusal('anvil_file.malformed'))
  })

  it('if it is larger than any may be', () => {
    const huge = Buffer.alloc(256 * 1024 * 1024 + 1)
    expect(() => readAnvilFile(huge)).toThrowError(refusal('anvil_file.too_large'))
  })
})
