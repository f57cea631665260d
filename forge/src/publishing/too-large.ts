import { AnvilError, type ErrorCode } from '@anvil/shared'

const LIMIT_CODES: readonly ErrorCode[] = ['bundle.too_large', 'manifest.too_large']

/** Tells what is too large for any instance as `publication.too_large`: the publication is what was refused. */
export async function withTooLarge<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof AnvilError) || !LIMIT_CODES.includes(cause.code)) throw cause
    const why = `No instance would take this publication. ${cause.message}`
    throw new AnvilError('publication.too_large', why, { details: cause.details, cause })
  }
}
