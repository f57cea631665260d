import { VersionNumber } from '@anvil/shared'
import { DiffSide } from '@anvil/shared/api'
import { z } from 'zod'

/** What the address says of a prompt set's versions: which kinds are listed, or which two sides are compared. */
export const VersionSearch = z.object({
  kind: z.literal('locked').optional().catch(undefined),
  from: DiffSide.optional().catch(undefined),
  to: DiffSide.optional().catch(undefined),
})

/** A number in an address; what is none names no version. */
export const isVersionNumber = (text: string): boolean => VersionNumber.safeParse(text).success
