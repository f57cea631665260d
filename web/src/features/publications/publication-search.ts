import { z } from 'zod'

const Text = z.string().min(1).max(100).optional().catch(undefined)

/** The publications of which environment. */
export const EnvironmentSearch = z.object({ environment: Text })

/**
 * What is to be published, as it stands in the address: a prompt set with its version or `draft`, and `also` others, or
 * a sequence to go back to, a set to withdraw, or an environment to take from.
 */
export const NewPublicationSearch = z.object({
  environment: Text,
  set: Text,
  version: Text,
  also: z.record(z.string(), z.string()).optional().catch(undefined),
  rollback: z.int().nonnegative().optional().catch(undefined),
  withdraw: Text,
  promote: Text,
})
export type NewPublicationSearch = z.infer<typeof NewPublicationSearch>
