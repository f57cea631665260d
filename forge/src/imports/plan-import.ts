import { AnvilError, type BundledPrompt, isolate } from '@anvil/shared'
import type { ImportRow, PromptInput } from '@anvil/shared/api'
import { chooseDelimiters } from '@anvil/shared/template'
import { contentOf, isSame } from '../prompts/prompt-content.js'
import { problemsOf } from '../prompts/prompt-problems.js'
import type { StoredPrompt } from '../prompts/prompt-row.js'
import type { NamedItem } from './give-ids.js'

/** What of the project an import is compared with. */
export interface ImportScene {
  /** The prompts that the set has under ids of the import. */
  stored: ReadonlyMap<string, StoredPrompt>
  /** The names of the other prompt sets that have ids of the import. */
  holders: ReadonlyMap<string, string>
  as: 'literal' | 'template'
}

/** A row of the plan, with what is to be written under its id. */
export interface PlannedRow {
  row: ImportRow
  write?: { id: string; content: BundledPrompt }
}

/** What an import would do with one item. */
export function planItem(item: NamedItem, scene: ImportScene): PlannedRow {
  const { storedId: id, said, source, title = null, notes } = item
  const base = { source, id, title, delimiters: null }
  const refused = 'refused' in said ? said.refused : undefined
  if (refused !== undefined || id === null) {
    return { row: { ...base, action: 'refuse', notes: [refused ?? 'It has no id.', ...notes] } }
  }
  try {
    const { action, content } = compare(id, inputOf(item, scene), scene)
    const row = { ...base, action, delimiters: content.delimiters, notes: [...notes, ...notesOn(content, item, scene)] }
    return action === 'same' ? { row } : { row, write: { id, content } }
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    return { row: { ...base, action: 'refuse', notes: [error.message, ...notes] } }
  }
}

function compare(id: string, input: PromptInput, { stored, holders }: ImportScene) {
  const holder = holders.get(id)
  if (holder !== undefined) {
    throw new AnvilError(
      'prompt.id_taken',
      `The draft of ${isolate(holder)} has a prompt ${id} already, and ids are unique in a project. Import under a prefix, or remove it there first.`,
    )
  }
  const before = stored.get(id)?.content
  const content = contentOf(input, before)
  if (!before) return { action: 'create', content } as const
  return { action: isSame(before, content) ? 'same' : 'change', content } as const
}

/** What is to be stored: of a text, what people added to its prompt since an earlier import stays. */
function inputOf({ said, title, storedId }: NamedItem, { stored, as }: ImportScene): PromptInput {
  if ('prompt' in said) return said.prompt
  const text = 'text' in said ? said.text : ''
  const metadata = { ...stored.get(storedId ?? '')?.content.metadata, ...(title === undefined ? {} : { title }) }
  return { kind: 'text', template: text, delimiters: as === 'literal' ? chooseDelimiters(text) : null, metadata }
}

function notesOn(content: BundledPrompt, { said }: NamedItem, { as }: ImportScene): string[] {
  if ('text' in said && as === 'literal') {
    if (content.delimiters === null) return []
    return [`The text holds {{ or }}. Its tags are ${content.delimiters.join(' ')}, which are not in it.`]
  }
  return problemsOf(content).map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`)
}
