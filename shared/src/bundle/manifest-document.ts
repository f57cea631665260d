import { AnvilError } from '../errors.js'
import type { Manifest } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { MANIFEST } from './document-shapes.js'
import { refuseAs } from './rethrow.js'
import { requireShape } from './shape.js'
import { MANIFEST_DOCUMENT } from './signed-document.js'
import { parseStrict } from './strict-json.js'

/** Parses a manifest's payload and checks what it says of itself: at most so many prompt sets, each one once. */
export function readManifest(payload: Uint8Array): Manifest {
  return refuseAs('manifest.malformed', 'The manifest', () => {
    const manifest = requireShape(MANIFEST, parseStrict(payload, { maxBytes: MANIFEST_DOCUMENT.maxPayloadBytes }))
    checkEntries(manifest)
    return manifest
  })
}

function checkEntries({ bundles }: Manifest): void {
  if (bundles.length > LIMITS.promptSetsPerProject) {
    throw malformed(`It lists ${bundles.length} prompt sets; at most ${LIMITS.promptSetsPerProject} are taken.`)
  }
  const seen = new Set<string>()
  for (const { prompt_set_id, prompt_set } of bundles) {
    for (const name of [prompt_set_id, prompt_set]) {
      if (seen.has(name)) throw malformed(`It lists the prompt set ${name} twice.`)
      seen.add(name)
    }
  }
}

function malformed(why: string): AnvilError {
  return new AnvilError('manifest.malformed', why)
}
