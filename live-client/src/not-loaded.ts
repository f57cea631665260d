import { AnvilError } from '@anvil/shared/errors'

/** The error of a part whose code is gone or broken. */
export function notLoaded(cause: unknown): AnvilError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AnvilError(
    'internal',
    `A part of the client can't be loaded: ${why}. Install @anvil/live-client again and restart the application.`,
    { cause },
  )
}
