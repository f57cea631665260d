import { PromptSetStatus } from '@anvil/shared'
import { z } from 'zod'

/** The parts of FORGE's answers that the first start reads. */
const Named = z.object({ id: z.string(), slug: z.string() })

export const PromptSetAnswer = Named.extend({
  status: PromptSetStatus,
  locked_version: z.string().nullable(),
  revision: z.number(),
})
export type PromptSetAnswer = z.infer<typeof PromptSetAnswer>

export const OrganisationList = z.object({ organisations: z.array(Named) })
export const ProjectAnswer = Named
export const ProjectList = z.object({ projects: z.array(Named) })
export const PromptSetList = z.object({ prompt_sets: z.array(PromptSetAnswer) })
export const StatusAnswer = z.object({ prompt_set: PromptSetAnswer })
export const DraftAnswer = z.object({ content_digest: z.string() })
export const HeadAnswer = z.object({ sequence: z.number(), bundles: z.array(z.unknown()) })
export const TokenAnswer = z.object({ value: z.string() })
export const Anything = z.unknown()
