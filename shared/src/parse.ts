import type { z } from 'zod'
import { AnvilError, type ErrorCode } from './errors.js'

/** Validates what came from outside; throws `request.invalid` (or the given code) that lists each problem with its path. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode = 'request.invalid'): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message }))
  const first = problems
    .slice(0, 3)
    .map(({ path, problem }) => (path === '' ? problem : `${path}: ${problem}`))
    .join('; ')
  throw new AnvilError(code, `What was sent does not have the expected form. ${first}`, { details: { problems } })
}
