import type { PromptFilter } from '@anvil/shared/api'

const PAGE = 200
const AROUND = 21

/** What a request for a page of prompts or branches says in its address: what is looked for, and where the page begins. */
export const listAddress = (filter: PromptFilter, cursor: string | null): string =>
  write(filter, { limit: String(PAGE), ...(cursor !== null && { cursor }) })

/** What a request for the prompts around one says in its address. */
export const aroundAddress = (filter: PromptFilter, around: string): string =>
  write(filter, { limit: String(AROUND), around })

function write({ q, under }: PromptFilter, more: Record<string, string>): string {
  return new URLSearchParams({ ...more, ...(q && { q }), ...(under && { under }) }).toString()
}
