import { AnvilError } from '@anvil/shared/errors'
import type { OnMissing } from '../client-options.js'
import { Counters } from './counters.js'
import { nearestIds } from './nearest-ids.js'
import type { PromptEntry, PromptTable } from './prompt-table.js'
import type { PromptValues, Rendered, RenderOptions, RenderReason } from './rendered.js'

export interface PromptsOptions {
  onMissing: OnMissing
  /** Hears of a variable that a call did not pass, where that does not throw. */
  onMissingVariable: (id: string, variable: string) => void
  /** Why there is nothing to render yet, and what to do about it. */
  whyNotReady: () => string
  reason: () => RenderReason
}

/** Renders from memory, synchronously. The table is replaced as one reference, so a call sees one manifest only. */
export class Prompts {
  readonly counters = new Counters()
  readonly #options: PromptsOptions
  #table: PromptTable | undefined

  constructor(options: PromptsOptions) {
    this.#options = options
  }

  get table(): PromptTable | undefined {
    return this.#table
  }

  swap(table: PromptTable): void {
    this.#table = table
  }

  prompt(id: string, values: PromptValues = {}, options?: RenderOptions): string {
    try {
      const text = this.#fill(this.#get(id), id, values)
      this.counters.renders += 1
      return text
    } catch (error) {
      return this.#fallBack(error, options)
    }
  }

  render(id: string, values: PromptValues = {}, options?: RenderOptions): Rendered {
    try {
      const entry = this.#get(id)
      const text = this.#fill(entry, id, values)
      this.counters.renders += 1
      const sequence = this.#table?.manifest.sequence ?? null
      const { sha256: digest, bundle } = entry.source
      return { text, id, version: bundle.version, digest, sequence, reason: this.#options.reason() }
    } catch (error) {
      const text = this.#fallBack(error, options)
      return { text, id, version: null, digest: null, sequence: null, reason: 'FALLBACK' }
    }
  }

  /** The template as it was written. */
  template(id: string): string {
    const { prompt } = this.#get(id)
    if (prompt.kind === 'text') return prompt.template
    throw new AnvilError(
      'prompt.invalid',
      `The prompt ${id} is a chat: it has messages, and no single template. Name a text prompt.`,
    )
  }

  /** A prompt with all that is known of it. Throws `prompt.not_found` or `client.not_ready`. */
  entry(id: string): PromptEntry {
    return this.#get(id)
  }

  has(id: string): boolean {
    return this.#table?.find(id) !== undefined
  }

  /** All ids, sorted. */
  ids(): string[] {
    return [...(this.#table?.ids() ?? [])].sort()
  }

  #fill(entry: PromptEntry, id: string, values: PromptValues): string {
    return this.#options.onMissing === 'throw' ? entry.compiled.render(values) : this.#fillAndTell(entry, id, values)
  }

  #fillAndTell(entry: PromptEntry, id: string, values: PromptValues): string {
    return entry.compiled.render(values, this.#options.onMissing, (variable) => {
      this.counters.missing += 1
      this.#options.onMissingVariable(id, variable)
    })
  }

  #get(id: string): PromptEntry {
    const entry = this.#table?.find(id)
    if (entry) return entry
    if (!this.#table) throw new AnvilError('client.not_ready', this.#options.whyNotReady())
    const nearest = nearestIds(id, this.#table.ids())
    const advice = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'Is it published to this environment?'
    throw new AnvilError('prompt.not_found', `There is no prompt ${id}. ${advice}`, { details: { id, nearest } })
  }

  #fallBack(error: unknown, options: RenderOptions | undefined): string {
    this.counters.errors += 1
    if (options?.fallback !== undefined) return options.fallback
    throw error
  }
}
