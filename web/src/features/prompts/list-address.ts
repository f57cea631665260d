import type { PromptFilter } from '@anvil/shared/api'

const PAGE = 200

/** What a request for a page of prompts or branches says in its address: what is looked for, and where the page begins. */
export function listAddress({ q, under }: PromptFilter, cursor: string | null): string {
  const said = { limit: String(PAGE), ...(q && { q }), ...(under && { under }), ...(cursor !== null && { cursor }) }
  return new URLSearchParams(said).toString()
}
