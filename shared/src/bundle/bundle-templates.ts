import { AnvilError } from '../errors.js'
import type { Bundle, BundledPrompt } from '../protocol/documents.js'
import { bundleInclude } from './bundle-include.js'
import { TemplateReader } from './template-expansion.js'

/** Requires that every template of a bundle can be read with all it includes; throws `bundle.compile_error` with the id. */
export function checkTemplates(bundle: Bundle): void {
  const reader = new TemplateReader((id) => bundleInclude(bundle, id))
  for (const [id, prompt] of Object.entries(bundle.snapshot)) {
    attempt(bundle, id, () => {
      readPrompt(reader, id, prompt)
    })
  }
  for (const [id, include] of Object.entries(bundle.includes)) {
    attempt(bundle, id, () => {
      reader.read(include)
    })
  }
}

function readPrompt(reader: TemplateReader, id: string, prompt: BundledPrompt): void {
  if (prompt.kind === 'text') {
    reader.readIncluded(id)
    return
  }
  const { delimiters } = prompt
  for (const { template } of prompt.messages) reader.read({ template, delimiters })
}

function attempt({ prompt_set }: Bundle, id: string, read: () => void): void {
  try {
    read()
  } catch (cause) {
    if (!(cause instanceof AnvilError)) throw cause
    throw new AnvilError('bundle.compile_error', `The prompt ${id} of ${prompt_set} can't be read. ${cause.message}`, {
      cause,
      details: { id, reason: cause.code, inner: cause.details },
    })
  }
}
