import { expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.js'
import { Metrics } from './metrics.js'

/** The samples of a metric as `labels: value`. */
async function samples(metrics: Metrics, name: string): Promise<Record<string, number>> {
  const lines = (await metrics.registry.metrics()).split('\n')
  const found = lines
    .map((line) => new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`).exec(line))
    .filter((match) => match !== null)
  return Object.fromEntries(found.map(([, labels = '', value]) => [labels, Number(value)]))
}

it('counts what became of deliveries, and the lag of those alone that were applied', async () => {
  const metrics = new Metrics()
  metrics.delivered([])
  metrics.delivered([{ result: 'applied', lagMs: 200 }, { result: 'rejected' }, { result: 'unreachable' }])
  metrics.delivered([{ result: 'applied', lagMs: 900_000 }])
  expect(await samples(metrics, 'anvil_deliveries_total')).toEqual({
    'result="applied"': 2,
    'result="rejected"': 1,
    'result="unreachable"': 1,
  })
  const buckets = await samples(metrics, 'anvil_delivery_lag_seconds_bucket')
  expect(buckets).toMatchObject({ 'le="0.1"': 0, 'le="0.25"': 1, 'le="300"': 1, 'le="+Inf"': 2 })
})

it('takes a lag that clocks made negative for none, so that the sum never falls', async () => {
  const metrics = new Metrics()
  metrics.delivered([{ result: 'applied', lagMs: -5_000 }])
  expect(await samples(metrics, 'anvil_delivery_lag_seconds_sum')).toEqual({ '': 0 })
  expect(await samples(metrics, 'anvil_delivery_lag_seconds_count')).toEqual({ '': 1 })
})

it('are each process’s own', async () => {
  const [one, other] = [new Metrics(), new Metrics()]
  one.published('publish')
  one.published('rollback')
  one.published('publish')
  expect(await samples(one, 'anvil_publications_total')).toEqual({ 'kind="publish"': 2, 'kind="rollback"': 1 })
  expect(await samples(other, 'anvil_publications_total')).toEqual({})
})

it('tell statements that failed from those that did not', async () => {
  const metrics = new Metrics()
  const database = await testDatabase()
  metrics.watch(database.db)
  await database.db.raw('SELECT 1')
  await expect(database.db.raw('SELECT nothing_like_it')).rejects.toThrow('nothing_like_it')
  await database.db.raw('SELECT 2')
  expect(await samples(metrics, 'anvil_database_queries_total')).toEqual({ 'result="ok"': 2, 'result="error"': 1 })
  await database.close()
})
