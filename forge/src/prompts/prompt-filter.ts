import type { PromptFilter } from '@anvil/shared/api'
import type { Knex } from 'knex'

const MATCHES = `(prompt_id ILIKE :like OR template ILIKE :like OR EXISTS (
  SELECT 1 FROM jsonb_array_elements(messages) AS message WHERE message ->> 'template' ILIKE :like))`

/** Keeps the prompts that a filter finds. */
export function whereFound(rows: Knex.QueryBuilder, { q, under }: PromptFilter): void {
  if (q !== undefined && q !== '') void rows.whereRaw(MATCHES, { like: `%${likeOf(q)}%` })
  if (under !== undefined) {
    void rows.whereRaw('(prompt_id = :under OR starts_with(prompt_id, :below))', { under, below: `${under}.` })
  }
}

/** A text as a part of a pattern of LIKE that stands for itself. */
export const likeOf = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')
