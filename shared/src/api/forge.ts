import { z } from 'zod'

/** Who a FORGE is; `root_key` is the value of ANVIL_ROOT_KEY. */
export const ForgeInfo = z.object({ forge_id: z.string(), root_key: z.string(), version: z.string() })
export type ForgeInfo = z.infer<typeof ForgeInfo>
