import { AnvilError } from '../errors.js'

/** What one template may cost: levels of nesting, rendered parts and loop turns, characters. */
export const TEMPLATE_LIMITS = {
  sectionDepth: 100,
  depth: 200,
  steps: 1_000_000,
  outputCharacters: 16 * 1024 * 1024,
  compiledIncludes: 1_000,
  compiledCharacters: 8 * 1024 * 1024,
} as const

/** The error for sections and includes nested beyond the limit. */
export function tooDeep(what: string): AnvilError {
  return new AnvilError('template.too_deep', `${what} Split it into fewer levels.`)
}

/** The error for a render that goes through more parts than any prompt needs. */
export function tooManySteps(): AnvilError {
  const limit = TEMPLATE_LIMITS.steps.toLocaleString('en')
  return new AnvilError(
    'template.too_many_steps',
    `Rendering took more than ${limit} steps. A list or an include is repeated too often; pass fewer items.`,
  )
}

/** The error for a template, an include or a result beyond its size; the limit in characters. */
export function tooLarge(what: string, limit: number): AnvilError {
  return new AnvilError('template.too_large', `${what} has more than ${limit.toLocaleString('en')} characters.`, {
    details: { limit },
  })
}
