import { AnvilError } from '@anvil/shared'
import knex from 'knex'

const RETRY_MS = 5_000
const UNREACHABLE = "can't be reached"
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
// What `pg` says without any code when a connection ends or can't be made in time; knex puts the statement before it.
const ENDED =
  /(^| - )(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * What to answer where the database is the trouble and not the request: it can't be reached, shuts down, has no
 * connection left, or takes no writes; `undefined` for every other error. The same request may succeed later.
 */
export function databaseTrouble(thrown: unknown): AnvilError | undefined {
  const why = reasonOf(thrown)
  if (why === undefined) return undefined
  return new AnvilError(
    'forge.unavailable',
    `FORGE's database ${why}. LIVE instances go on with what they run. Try again in a few seconds.`,
    { cause: thrown, details: { retry_after_ms: RETRY_MS } },
  )
}

function reasonOf(thrown: unknown): string | undefined {
  if (thrown instanceof AggregateError) return reasonOf(thrown.errors[0])
  if (!(thrown instanceof Error)) return undefined
  if (thrown instanceof knex.KnexTimeoutError) return 'has no connection free'
  if (!('code' in thrown)) return ENDED.test(thrown.message) ? UNREACHABLE : undefined
  return reasonOfCode(String(thrown.code))
}

function reasonOfCode(code: string): string | undefined {
  if (NETWORK.has(code) || code.startsWith('08')) return UNREACHABLE
  if (code === '25006') return 'takes no writes at the moment'
  if (code === '53300') return 'has no connection left'
  if (code.startsWith('53')) return 'has run out of resources'
  if (code.startsWith('57P')) return 'is shutting down or starting'
  return undefined
}
