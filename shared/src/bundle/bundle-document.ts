import { AnvilError } from '../errors.js'
import { parse } from '../parse.js'
import { Bundle } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { isPromptId } from '../protocol/prompt-id.js'
import { checkTemplates } from './bundle-templates.js'
import { refuseAs } from './rethrow.js'
import { parseCanonical } from './strict-json.js'

/** Parses a bundle's bytes, which must be canonical, and checks its ids and its texts. */
export function readBundle(bytes: Uint8Array): Bundle {
  const bundle = refuseAs('bundle.malformed', 'The bundle', () =>
    parse(Bundle, parseCanonical(bytes, { maxBytes: LIMITS.bundleBytes })),
  )
  checkIds(bundle)
  checkTemplates(bundle)
  return bundle
}

function checkIds({ snapshot, includes, prompt_set }: Bundle): void {
  const ids = Object.keys(snapshot)
  if (ids.length > LIMITS.promptsPerSet) {
    throw new AnvilError(
      'bundle.too_large',
      `The bundle ${prompt_set} holds more than ${LIMITS.promptsPerSet} prompts.`,
    )
  }
  const bad = ids.find((id) => !isPromptId(id)) ?? Object.keys(includes).find((id) => !isPromptId(id))
  if (bad !== undefined) {
    throw new AnvilError(
      'bundle.bad_id',
      `The bundle ${prompt_set} has a prompt with the id ${JSON.stringify(bad)}, which no prompt may have.`,
      {
        details: { id: bad },
      },
    )
  }
}
