import type { Bundle, BundledPrompt, Manifest } from '@anvil/shared'
import { bundleInclude } from '@anvil/shared/open'
import { AnvilError } from '@anvil/shared/errors'
import { type CompiledTemplate, compileTemplate } from '@anvil/shared/compile'

/** A bundle under the digest that the manifest names. */
export interface OpenedBundle {
  sha256: string
  bundle: Bundle
}

/** A prompt of a table; its template is compiled when it is first rendered. */
export class PromptEntry {
  readonly source: OpenedBundle
  readonly prompt: BundledPrompt
  #compiled: CompiledTemplate | undefined

  constructor(source: OpenedBundle, prompt: BundledPrompt) {
    this.source = source
    this.prompt = prompt
  }

  get compiled(): CompiledTemplate {
    return (this.#compiled ??= compile(this.prompt, this.source.bundle))
  }
}

/** All prompts of one manifest. It never changes; a newer manifest has a table of its own, swapped in whole. */
export class PromptTable {
  readonly manifest: Manifest
  readonly bundles: readonly OpenedBundle[]
  readonly #entries: ReadonlyMap<string, PromptEntry>

  constructor(manifest: Manifest, bundles: readonly OpenedBundle[]) {
    this.manifest = manifest
    this.bundles = bundles
    this.#entries = entriesOf(bundles)
  }

  get size(): number {
    return this.#entries.size
  }

  find(id: string): PromptEntry | undefined {
    return this.#entries.get(id)
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys()
  }
}

function entriesOf(bundles: readonly OpenedBundle[]): Map<string, PromptEntry> {
  const entries = new Map<string, PromptEntry>()
  for (const source of bundles) {
    for (const [id, prompt] of Object.entries(source.bundle.snapshot)) {
      const other = entries.get(id)
      if (other) throw duplicate(id, other.source.bundle.prompt_set, source.bundle.prompt_set)
      entries.set(id, new PromptEntry(source, prompt))
    }
  }
  return entries
}

function duplicate(id: string, one: string, another: string): AnvilError {
  return new AnvilError(
    'bundle.duplicate_id',
    `The prompt ${id} is in two prompt sets, ${one} and ${another}. Publish it in one.`,
    {
      details: { id, prompt_sets: [one, another] },
    },
  )
}

function compile(prompt: BundledPrompt, bundle: Bundle): CompiledTemplate {
  if (prompt.kind === 'chat') {
    throw new AnvilError(
      'prompt.invalid',
      'This prompt is a chat: it has messages, not one text, so it is no use to prompt(). Publish it as a text prompt.',
    )
  }
  return compileTemplate(prompt, (id) => bundleInclude(bundle, id))
}
