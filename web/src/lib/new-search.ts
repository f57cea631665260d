import { z } from 'zod'

/** Whether the address opens the dialog that makes something new on its page. */
export const NewSearch = z.object({ new: z.literal(true).optional().catch(undefined) })
