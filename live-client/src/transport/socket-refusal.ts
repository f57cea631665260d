import { AnvilError, isErrorCode } from '@anvil/shared/errors'
import { fieldsOf } from '../fields.js'

/** Reads why a connection was refused: FORGE says it in `data`; anything else is the network's. */
export function refusalOf(error: Error): AnvilError {
  const { code, message, retry_after_ms } = fieldsOf('data' in error ? error.data : undefined)
  if (isErrorCode(code)) {
    const text = typeof message === 'string' ? message : error.message
    return new AnvilError(code, text, { details: { retry_after_ms }, cause: error })
  }
  return new AnvilError(
    'network.unreachable',
    `The socket to FORGE can't be opened: ${error.message}. It is dialled again; updates come by requests meanwhile.`,
    {
      cause: error,
    },
  )
}
