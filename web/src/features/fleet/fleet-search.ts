import { z } from 'zod'

/** What an instance can show, the worst first. */
export const Light = z.enum(['failing', 'silent', 'behind', 'frozen', 'unpinned', 'current'])
export type Light = z.infer<typeof Light>

/** Which environment's instances are shown, and whether only those with one light. */
export const FleetSearch = z.object({
  environment: z.string().optional().catch(undefined),
  light: Light.optional().catch(undefined),
})
