import type { BundledPrompt, ChatMessage, Delimiters, Variables } from '@anvil/shared'
import type { Person } from '@anvil/shared/api'

export interface PromptRow {
  id: string
  prompt_set_id: string
  prompt_id: string
  kind: 'text' | 'chat'
  template: string | null
  messages: ChatMessage[] | null
  delimiters: Delimiters | null
  variables: Variables
  metadata: Record<string, unknown>
  revision: number
  updated_by: string | null
  updated_by_name?: string | null
  created_at: Date
  updated_at: Date
}

/** A prompt of a draft as it is stored; `etag` changes with every edit and is never used again. */
export interface StoredPrompt {
  id: string
  prompt_set_id: string
  content: BundledPrompt
  revision: number
  etag: string
  created_at: Date
  updated_at: Date
  updated_by: Person | null
}

export function toStoredPrompt(row: PromptRow): StoredPrompt {
  const { prompt_set_id, revision, created_at, updated_at, updated_by } = row
  return {
    id: row.prompt_id,
    prompt_set_id,
    content: toContent(row),
    revision,
    etag: `"${row.id}.${revision}"`,
    created_at,
    updated_at,
    updated_by: updated_by === null ? null : { id: updated_by, name: row.updated_by_name ?? '' },
  }
}

/** What a prompt says, in the form it has in a bundle. */
export function toContent(
  row: Pick<PromptRow, 'kind' | 'template' | 'messages' | 'delimiters' | 'variables' | 'metadata'>,
): BundledPrompt {
  const { kind, template, messages, delimiters, variables, metadata } = row
  return kind === 'text'
    ? { kind, template: template ?? '', delimiters, variables, metadata }
    : { kind, messages: messages ?? [], delimiters, variables, metadata }
}

/** The columns that hold what a prompt says. */
export function contentColumns(content: BundledPrompt): Record<string, string | null> {
  return {
    kind: content.kind,
    template: content.kind === 'text' ? content.template : null,
    messages: content.kind === 'chat' ? JSON.stringify(content.messages) : null,
    delimiters: content.delimiters === null ? null : JSON.stringify(content.delimiters),
    variables: JSON.stringify(content.variables),
    metadata: JSON.stringify(content.metadata),
  }
}
