/**
 * A FORGE that stops dead at a stage of publishing and says so, for a test to kill it there. It is told by its parent:
 * `{ stage }` before the publish that is to be caught.
 */
import type { Knex } from 'knex'
import { Server } from 'socket.io'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import type { Stage } from './killable-forge.js'

const forge = await startForge(parseConfig(process.env))
const { ctx } = forge
const asActor = ctx.asActor
let stage: Stage | undefined

const stop = (): Promise<never> => {
  process.send?.({ reached: stage })
  return new Promise(() => {})
}

/** Nothing of this process goes on from here: no timer, no socket, no answer. */
const stopDead = (): void => {
  process.send?.({ reached: stage })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

ctx.asActor = (actor, work) =>
  asActor(actor, async (trx: Knex.Transaction) => {
    const result = await work(trx)
    if (stage === 'before commit') return stop()
    return result
  })

const nudge = ctx.outbox.nudge.bind(ctx.outbox)
ctx.outbox.nudge = () => {
  if (stage === 'after commit') stopDead()
  nudge()
}

// Each shard of a broadcast is addressed by one `to`: at the second one, the first is with its instances.
const server: { to: (this: Server, rooms: string | string[]) => ReturnType<Server['to']> } = Server.prototype
const { to } = server
let shards = 0
server.to = function (rooms) {
  if (stage === 'half-way' && ++shards === 2) stopDead()
  return to.call(this, rooms)
}

process.on('message', (told: { stage: Stage }) => {
  stage = told.stage
  if (stage === 'after commit') void ctx.outbox.close().then(() => process.send?.('ready'))
  else process.send?.('ready')
})
process.send?.({ url: forge.url })
