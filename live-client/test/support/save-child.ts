/**
 * A client that waits until it is let go, follows FORGE and, at the named stage of the save of a sequence, says so; then
 * it stands still or goes on.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { createAnvil } from '../../src/anvil.js'
import type { Trace } from '../../src/cache/save-state.js'

const [stage, sequence = '', stands] = process.argv.slice(2)

const onSaveStage: Trace = (reached, place) => {
  if (reached !== stage || String(place.sequence) !== sequence) return
  writeSync(1, `${reached}\n`)
  if (stands === 'stand') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const client = createAnvil({ transport: 'pull', syncIntervalMs: 100, logger: false }, { onSaveStage })
await once(process, 'message')
await client.start()
