import { z } from 'zod'
import { ErrorCodeSchema } from '../error-code-schema.js'

/** The body of every refusal; `message` says what happened, why, and what to do. */
export const ErrorAnswer = z.object({
  error: z.object({
    code: ErrorCodeSchema,
    message: z.string(),
    details: z.unknown().optional(),
    request_id: z.string().optional(),
  }),
})
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
