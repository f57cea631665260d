import { z } from 'zod'

/** The parts of FORGE's answers that the tour reads. */
export const WithId = z.object({ id: z.string() })
export const SetupAnswer = z.object({ token: z.string(), organisation: WithId })
export const SessionAnswer = z.object({ token: z.string() })
export const ForgeAnswer = z.object({ root_key: z.string() })
export const TokenAnswer = z.object({ value: z.string() })
export const PromptAnswer = z.object({ etag: z.string() })
export const PromptSetAnswer = z.object({ status: z.string(), locked_version: z.string().nullable() })
export const DraftAnswer = z.object({ content_digest: z.string() })
export const HeadAnswer = z.object({
  sequence: z.number(),
  bundles: z.array(z.object({ version: z.string() })),
  behind_fleet: z.object({ sequence: z.number() }).nullable(),
})
export const PublicationAnswer = z.object({ id: z.string(), sequence: z.number() })
export const Anything = z.unknown()
