import { AnvilError, type ErrorCode } from './errors.js'

/** What the commands `anvil` and `anvil-forge` end with, so that scripts can tell failures apart. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  cancelled: 3,
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
  'request.invalid': EXIT.usage,
  'command.invalid': EXIT.usage,
  'command.cancelled': EXIT.cancelled,
  'command.needs_answer': EXIT.usage,
  'file.unusable': EXIT.usage,
  'request.precondition_failed': EXIT.refused,
  'prompt_set.locked': EXIT.refused,
  'prompt_set.archived': EXIT.refused,
  'import.malformed': EXIT.usage,
  'policy.malformed': EXIT.usage,
  'import.refused': EXIT.refused,
  'client.frozen': EXIT.refused,
  'client.too_old': EXIT.refused,
  'forge.unavailable': EXIT.network,
  'bundle.missing': EXIT.network,
  'manifest.not_found': EXIT.notFound,
  'bundle.not_found': EXIT.notFound,
  'project.not_found': EXIT.notFound,
  'environment.not_found': EXIT.notFound,
  'environment.behind_fleet': EXIT.refused,
  'environment.implausible_proof': EXIT.refused,
  'history.not_found': EXIT.notFound,
  'prompt.not_found': EXIT.notFound,
  'prompt_set.not_found': EXIT.notFound,
  'version.not_found': EXIT.notFound,
  'organisation.not_found': EXIT.notFound,
  'key.not_found': EXIT.notFound,
  'database.missing': EXIT.notFound,
  'database.not_empty': EXIT.refused,
  'database.unusable': EXIT.network,
  'database.right_missing': EXIT.notAuthorised,
  'secret_key.wrong': EXIT.notAuthorised,
  'secret_key.required': EXIT.usage,
  'data_folder.in_use': EXIT.refused,
  'key.revoked': EXIT.refused,
  'key_file.malformed': EXIT.integrity,
  'root_key.offline': EXIT.refused,
  'root_key.wrong': EXIT.notAuthorised,
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
  backup: EXIT.integrity,
  audit_export: EXIT.integrity,
  publication: EXIT.refused,
  approval: EXIT.refused,
  policy: EXIT.refused,
  waiver: EXIT.refused,
}

/** The exit code that an error ends a command with. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AnvilError)) return EXIT.failed
  return BY_CODE[error.code] ?? BY_NOUN[error.code.split('.')[0] ?? ''] ?? EXIT.failed
}

/** What a program says of arguments that it can't read, as the parser of its command line put it. */
export function usageError({ message }: Error, program: string): AnvilError {
  const what = message.replace(/^error: /, '').replace(/\.$/, '')
  return new AnvilError('command.invalid', `${what}. Run ${program} --help for all commands.`)
}
