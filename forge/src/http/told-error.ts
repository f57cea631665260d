import { AnvilError } from '@anvil/shared'
import { databaseTrouble } from '../db/database-trouble.js'

/** What to tell whoever asked of an error: itself where it is an expected one, the database's trouble, or `internal`. */
export function toldError(thrown: unknown): AnvilError {
  if (thrown instanceof AnvilError) return thrown
  return (
    databaseTrouble(thrown) ??
    new AnvilError('internal', 'Something failed inside FORGE. Its log has the cause under this request id.', {
      cause: thrown,
    })
  )
}

/** The milliseconds after which the same request may succeed, where the error knows them. */
export function retryAfterMs({ details }: AnvilError): number | undefined {
  if (typeof details !== 'object' || details === null || !('retry_after_ms' in details)) return undefined
  return typeof details.retry_after_ms === 'number' ? details.retry_after_ms : undefined
}
