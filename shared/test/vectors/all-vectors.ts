import { anvilFileVectors } from './anvil-file-vectors.js'
import { bundleVectors } from './bundle-vectors.js'
import { canonicalVectors } from './canonical-vectors.js'
import { envelopeVectors } from './envelope-vectors.js'
import { keyVectors } from './key-vectors.js'
import { keysetVectors } from './keyset-vectors.js'
import { manifestVectors } from './manifest-vectors.js'
import { templateVectors } from './template-vectors.js'

/** Where the vectors stand, for other languages too. */
export const VECTORS_FOLDER = new URL('../../vectors/', import.meta.url)

/** The text of each file of vectors by its name, made from fixed seeds and dates. */
export function vectorTexts(): Map<string, string> {
  const files = {
    key: keyVectors,
    canonical: canonicalVectors,
    envelope: envelopeVectors,
    keyset: keysetVectors,
    manifest: manifestVectors,
    bundle: bundleVectors,
    'anvil-file': anvilFileVectors,
    template: templateVectors,
  }
  return new Map(Object.entries(files).map(([name, file]) => [`${name}.json`, `${JSON.stringify(file, null, 2)}\n`]))
}
