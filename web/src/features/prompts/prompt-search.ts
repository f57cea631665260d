import { PromptFilter } from '@anvil/shared/api'
import { z } from 'zod'

const { q, under } = PromptFilter.shape

/** What the address says of a list of prompts: the text that is looked for, and the branch of ids. */
export const PromptSearch = z.object({ q: q.catch(undefined), under: under.catch(undefined) })
