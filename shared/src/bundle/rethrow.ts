import { AnvilError, type ErrorCode } from '../errors.js'

/** Runs a reader of untrusted bytes; whatever refuses them inside is told under the code of the document, with its cause. */
export function refuseAs<T>(code: ErrorCode, what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof AnvilError ? cause.message : 'It could not be read.'
    const details = cause instanceof AnvilError ? { reason: cause.code, inner: cause.details } : undefined
    throw new AnvilError(code, `${what} was refused. ${reason}`, { cause, details })
  }
}
