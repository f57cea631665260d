import { AnvilError } from '@anvil/shared/errors'

/** Says in one sentence why FORGE could not be reached. */
export function networkError(address: string, cause: unknown): AnvilError {
  if (cause instanceof AnvilError) return cause
  return new AnvilError(
    'network.unreachable',
    `FORGE at ${new URL(address).origin} can't be reached: ${reasonOf(cause)}. Check the address and the network; what was verified before is still served.`,
    {
      cause,
    },
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'it took too long to answer'
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name
}

/** Whether FORGE keeps this instance out until somebody changes something: its token, its project, its address. */
export function isBarred(error: AnvilError): boolean {
  return (
    error.code.startsWith('token.') ||
    error.code.startsWith('auth.') ||
    error.code === 'project.not_found' ||
    error.code === 'environment.not_found'
  )
}

/** Whether an error is about reaching FORGE, which the next answer of FORGE mends. */
export function isOutage(code: string): boolean {
  return /^(network|forge|token|auth)\./.test(code) || code === 'project.not_found' || code === 'environment.not_found'
}
