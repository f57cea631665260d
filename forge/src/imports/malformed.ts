import { AnvilError } from '@anvil/shared'

/** The error for content of which no prompts can be read at all. */
export function malformed(message: string, details?: object, cause?: unknown): AnvilError {
  return new AnvilError('import.malformed', message, { details, cause })
}
