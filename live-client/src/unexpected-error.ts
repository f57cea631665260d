import { AnvilError } from '@anvil/shared/errors'

/** What no part of the client foresaw, as the error that a host, FORGE or a person at the command line is told. */
export function unexpectedError(what: string, cause: unknown): AnvilError {
  if (cause instanceof AnvilError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AnvilError(
    'internal',
    `${what}: ${why}. What runs goes on; please report this as a fault of the client.`,
    {
      cause,
    },
  )
}
