/** Every code Anvil raises on purpose, with the HTTP status it travels under. */
const STATUS = {
  'request.invalid': 400,
  'request.malformed_json': 400,
  'request.not_found': 404,
  'request.method_not_allowed': 405,
  'request.too_large': 413,
  'request.precondition_required': 428,
  'request.precondition_failed': 412,
  'request.idempotency_key_reused': 409,
  'request.rate_limited': 429,
  'request.cross_site': 403,
  'config.invalid': 400,
  'command.invalid': 400,
  'command.cancelled': 400,
  'command.needs_answer': 400,
  'setup.wrong_code': 403,
  'setup.already_done': 409,
  'auth.required': 401,
  'auth.wrong_credentials': 401,
  'auth.session_ended': 401,
  'auth.password_off': 403,
  'oidc.off': 404,
  'oidc.unreachable': 503,
  'oidc.attempt_over': 401,
  'oidc.refused': 401,
  'oidc.unverified_email': 403,
  'oidc.no_access': 403,
  'auth.forbidden': 403,
  'session.not_found': 404,
  'password.wrong': 403,
  'token.required': 401,
  'token.invalid': 401,
  'token.revoked': 401,
  'token.expired': 401,
  'token.wrong_project': 403,
  'organisation.not_found': 404,
  'organisation.slug_taken': 409,
  'member.not_found': 404,
  'member.exists': 409,
  'member.needs_invitation': 409,
  'member.last_owner': 409,
  'member.has_all_roles': 409,
  'invitation.not_found': 404,
  'invitation.over': 410,
  'invitation.other_account': 403,
  'api_key.not_found': 404,
  'api_key.invalid': 401,
  'api_key.own_work': 403,
  'quota.reached': 409,
  'project.not_found': 404,
  'project.slug_taken': 409,
  'project.limit_reached': 409,
  'environment.not_found': 404,
  'environment.slug_taken': 409,
  'environment.behind_fleet': 409,
  'environment.implausible_proof': 409,
  'prompt_set.not_found': 404,
  'prompt_set.slug_taken': 409,
  'prompt_set.wrong_status': 409,
  'prompt_set.locked': 409,
  'prompt_set.never_locked': 409,
  'prompt_set.empty': 422,
  'prompt_set.draft_changed': 409,
  'prompt_set.not_lockable': 422,
  'prompt_set.too_large': 413,
  'prompt_set.was_published': 409,
  'prompt_set.not_published': 409,
  'prompt_set.has_versions': 409,
  'prompt_set.archived': 409,
  'prompt.not_found': 404,
  'prompt.id_taken': 409,
  'prompt.invalid': 422,
  'import.malformed': 422,
  'import.refused': 422,
  'include.unknown': 422,
  'include.cycle': 422,
  'include.never_locked': 422,
  'include.not_text': 422,
  'approval.missing': 409,
  'approval.own_work': 403,
  'approval.not_found': 404,
  'policy.not_found': 404,
  'policy.malformed': 422,
  'policy.blocked': 422,
  'waiver.not_found': 404,
  'waiver.not_needed': 409,
  'waiver.exists': 409,
  'waiver.ended': 409,
  'waiver.own_work': 403,
  'review.not_found': 404,
  'review.not_open': 409,
  'review.too_large': 413,
  'review_comment.not_found': 404,
  'review_comment.not_yours': 403,
  'suggestion.outdated': 409,
  'version.not_found': 404,
  'version.number_too_low': 422,
  'version.number_taken': 409,
  'access_token.not_found': 404,
  'access_token.revoked': 409,
  'access_token.rotated': 409,
  'publication.not_found': 404,
  'publication.rule_refused': 409,
  'publication.sequence_conflict': 409,
  'publication.id_conflict': 409,
  'publication.nothing_changed': 409,
  'publication.too_large': 413,
  'instance.not_found': 404,
  'instance.limit_reached': 429,
  'sync_request.not_found': 404,
  'receiver.refused': 422,
  'receiver.unreachable': 503,
  'receiver.bad_answer': 502,
  'template.syntax': 422,
  'template.too_deep': 422,
  'template.too_large': 422,
  'template.too_many_steps': 422,
  'template.include_missing': 422,
  'template.include_cycle': 422,
  'variable.missing': 422,
  'variable.type': 422,
  'json.malformed': 400,
  'json.too_large': 413,
  'json.too_deep': 400,
  'json.duplicate_key': 400,
  'json.forbidden_text': 400,
  'key.malformed': 400,
  'key.not_found': 404,
  'key.revoked': 409,
  'key_file.malformed': 422,
  'root_key.offline': 409,
  'root_key.wrong': 409,
  'signing_key.missing': 500,
  'signing_key.expired': 503,
  'keyset.bad_signature': 422,
  'keyset.malformed': 422,
  'keyset.too_large': 422,
  'keyset.wrong_root': 422,
  'keyset.gap': 422,
  'keyset.conflict': 422,
  'keyset.wrong_forge': 422,
  'keyset.wrong_epoch': 422,
  'manifest.bad_signature': 422,
  'manifest.unknown_key': 422,
  'manifest.revoked_key': 422,
  'manifest.wrong_target': 422,
  'manifest.wrong_epoch': 422,
  'manifest.rollback': 422,
  'manifest.equivocation': 422,
  'manifest.expired': 422,
  'manifest.malformed': 422,
  'manifest.too_large': 422,
  'manifest.not_found': 404,
  'bundle.too_large': 422,
  'bundle.hash_mismatch': 422,
  'bundle.malformed': 422,
  'bundle.duplicate_id': 422,
  'bundle.bad_id': 422,
  'bundle.compile_error': 422,
  'bundle.missing': 422,
  'bundle.not_found': 404,
  'anvil_file.malformed': 422,
  'audit_entry.not_found': 404,
  'audit_export.malformed': 422,
  'audit_export.broken': 422,
  'audit_export.unsigned': 422,
  'backup.malformed': 422,
  'backup.damaged': 422,
  'anvil_file.too_large': 422,
  'bundle.prompt_set_required': 400,
  'history.not_found': 404,
  'client.not_ready': 503,
  'client.too_old': 422,
  'client.frozen': 409,
  'client.contract_broken': 409,
  'client.closed': 409,
  'cache.unavailable': 503,
  'data_folder.in_use': 409,
  'data_folder.damaged': 500,
  'data_folder.unusable': 500,
  'data_folder.wrong_version': 500,
  'database.unusable': 503,
  'database.too_new': 500,
  'database.right_missing': 500,
  'database.incompatible': 500,
  'database.missing': 404,
  'database.not_empty': 409,
  'file.unusable': 400,
  'database.outdated': 409,
  'secret_key.wrong': 500,
  'secret_key.required': 500,
  'port.taken': 409,
  'port.unusable': 500,
  'forge.unavailable': 503,
  'network.unreachable': 503,
  'network.insecure': 400,
  internal: 500,
} as const

/** A machine-readable reason, `noun.problem`. */
export type ErrorCode = keyof typeof STATUS

/** Whether a value is one of the codes this version knows. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(STATUS, value)

/** All codes, for schemas and documentation. */
export const ERROR_CODES: readonly ErrorCode[] = Object.keys(STATUS).filter(isErrorCode)

/** The body of every refusal: what happened, why, and what to do. */
export interface ErrorResponse {
  error: { code: ErrorCode; message: string; details?: unknown; request_id?: string }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

interface ErrorOptions {
  details?: unknown
  cause?: unknown
  requestId?: string | undefined
}

/** The one error that Anvil raises on purpose, the same on the server, on the wire and in the client. */
export class AnvilError extends Error {
  override readonly name = 'AnvilError'
  readonly code: ErrorCode
  readonly details: unknown
  /** The request that FORGE refused, where it came from there: its log has more under this id. */
  readonly requestId: string | undefined

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details
    this.requestId = options.requestId
  }

  /** The HTTP status this error is answered with. */
  get status(): number {
    return STATUS[this.code]
  }

  toJSON(): ErrorResponse {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.details === undefined ? {} : { details: this.details }),
      },
    }
  }

  /** Rebuilds an error from a response body; a body of another shape becomes `internal`. */
  static fromJSON(body: unknown): AnvilError {
    const { code, message, details, request_id } = fieldsOf(fieldsOf(body)['error'])
    if (typeof code !== 'string' || typeof message !== 'string')
      return new AnvilError('internal', 'The server answered with something that is not an Anvil error')
    const requestId = typeof request_id === 'string' ? request_id : undefined
    return new AnvilError(isErrorCode(code) ? code : 'internal', message, { details, requestId })
  }
}
