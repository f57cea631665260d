import { setTimeout } from 'node:timers/promises'
import type { Readiness } from '@anvil/shared/api'
import type { AsActor } from './as-actor.js'

const ANSWER_MS = 3_000

/** Whether the database answers in time and takes writes. */
export async function databaseState(asActor: AsActor): Promise<Readiness['database']> {
  const slow = new AbortController()
  const late = setTimeout(ANSWER_MS, 'slow' as const, { signal: slow.signal })
  const asked: Promise<{ rows: { off: boolean }[] }> = asActor({ kind: 'system', id: 'health' }, (trx) =>
    trx.raw(`SELECT current_setting('transaction_read_only')::boolean AS off`),
  )
  const answer = asked.then(
    ({ rows }) => (rows[0]?.off === true ? ('read_only' as const) : ('ok' as const)),
    () => 'unreachable' as const,
  )
  return Promise.race([answer, late.catch(() => answer)]).finally(() => slow.abort())
}
