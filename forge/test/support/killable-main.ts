/**
 * A FORGE that stops dead at a stage of publishing and says so, for a test to kill it there. It is told by its parent:
 * `{ stage }` before the publish that is to be caught.
 */
import type { Knex } from 'knex'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import type { Stage } from './killable-forge.js'

const forge = await startForge({ ...parseConfig(process.env), port: 0 })
const { ctx } = forge
const asActor = ctx.asActor
let stage: Stage | undefined

const stop = (): Promise<never> => {
  process.send?.({ reached: stage })
  return new Promise(() => {})
}

ctx.asActor = (actor, work) =>
  asActor(actor, async (trx: Knex.Transaction) => {
    const result = await work(trx)
    if (stage === 'before commit') return stop()
    return result
  })
ctx.outbox.nudge = () => {
  if (stage === 'after commit') void stop()
}

process.on('message', (told: { stage: Stage }) => {
  stage = told.stage
  if (stage === 'after commit') void ctx.outbox.close().then(() => process.send?.('ready'))
  else process.send?.('ready')
})
process.send?.({ url: forge.url })
