import { z } from 'zod'

/** Somebody, as far as others need to know them. */
export const Person = z.object({ id: z.uuid(), name: z.string() })
export type Person = z.infer<typeof Person>
