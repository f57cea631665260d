import { AnvilError, type ErrorCode } from '@anvil/shared/errors'

/** What the commands end with, so that scripts can tell failures apart. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notAuthorised: 4,
  notFound: 5,
  refused: 6,
  network: 7,
  integrity: 8,
  drift: 9,
  interrupted: 130,
} as const

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  'config.invalid': EXIT.usage,
  'client.frozen': EXIT.refused,
  'client.too_old': EXIT.refused,
  'forge.unavailable': EXIT.network,
  'bundle.missing': EXIT.network,
  'manifest.not_found': EXIT.notFound,
  'bundle.not_found': EXIT.notFound,
  'project.not_found': EXIT.notFound,
  'environment.not_found': EXIT.notFound,
}

const BY_NOUN: Record<string, number> = {
  token: EXIT.notAuthorised,
  auth: EXIT.notAuthorised,
  network: EXIT.network,
  envelope: EXIT.integrity,
  keyset: EXIT.integrity,
  manifest: EXIT.integrity,
  bundle: EXIT.integrity,
  anvil_file: EXIT.integrity,
}

/** The exit code that an error ends a command with. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AnvilError)) return EXIT.failed
  return BY_CODE[error.code] ?? BY_NOUN[error.code.split('.')[0] ?? ''] ?? EXIT.failed
}
