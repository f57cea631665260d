import type { AppContext } from '../context.js'
import { within } from '../jobs/within.js'
import { countInstances } from './instance-counts-store.js'

const DATABASE_MS = 2_000

/** Measures what only the database knows, and whether it answers; waits two seconds for it at most. */
export async function measure(ctx: Pick<AppContext, 'asActor' | 'now' | 'metrics'>): Promise<void> {
  const { databaseUp, databaseAnswer, instances } = ctx.metrics
  databaseUp.set(0)
  await within(
    DATABASE_MS,
    ask().catch(() => undefined),
  )

  async function ask(): Promise<void> {
    const start = performance.now()
    const counts = await ctx.asActor({ kind: 'system', id: 'metrics' }, (trx) => countInstances(trx, ctx.now()))
    databaseUp.set(1)
    databaseAnswer.set((performance.now() - start) / 1_000)
    instances.reset()
    for (const { state, count } of counts) instances.set({ state }, count)
  }
}
