import type { Ack } from '@anvil/shared'
import type { PublicationInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What became of a publication at an instance that it was for. */
export type DeliveryResult = Ack['result'] | 'unreachable'

/** The numbers by which an operator sees how a FORGE process does; each process has its own. */
export class Metrics {
  readonly registry = new Registry()
  readonly #registers = { registers: [this.registry] }

  readonly publications = new Counter<'kind'>({
    name: 'anvil_publications_total',
    help: 'Publications that this process stored, by kind',
    labelNames: ['kind'],
    ...this.#registers,
  })
  readonly refusals = new Counter<'code'>({
    name: 'anvil_publication_refusals_total',
    help: 'Publications that were asked for and refused, or that failed, by error code',
    labelNames: ['code'],
    ...this.#registers,
  })
  readonly deliveries = new Counter<'result'>({
    name: 'anvil_deliveries_total',
    help: 'What LIVE instances did with publications that were for them, by result',
    labelNames: ['result'],
    ...this.#registers,
  })
  readonly lag = new Histogram({
    name: 'anvil_delivery_lag_seconds',
    help: 'From the storing of a publication until an instance that it was for runs it',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    ...this.#registers,
  })
  readonly sockets = new Gauge({
    name: 'anvil_live_sockets',
    help: 'Sockets of LIVE instances that are connected to this process',
    ...this.#registers,
  })
  readonly instances = new Gauge<'state'>({
    name: 'anvil_live_instances',
    help: 'LIVE instances of all processes that were there within a day, by state; silent where they are not connected',
    labelNames: ['state'],
    ...this.#registers,
  })
  readonly databaseUp = new Gauge({
    name: 'anvil_database_up',
    help: 'Whether the database answered just now',
    ...this.#registers,
  })
  readonly databaseAnswer = new Gauge({
    name: 'anvil_database_answer_seconds',
    help: 'How long the database took to answer just now',
    ...this.#registers,
  })
  readonly #queries = new Counter<'result'>({
    name: 'anvil_database_queries_total',
    help: 'Statements that this process sent to the database, by result',
    labelNames: ['result'],
    ...this.#registers,
  })

  /** Counts what is sent to a database from now on. */
  watch(db: Knex): void {
    db.on('query-response', () => this.#queries.inc({ result: 'ok' }))
    db.on('query-error', () => this.#queries.inc({ result: 'error' }))
  }

  published(kind: PublicationInput['kind']): void {
    this.publications.inc({ kind })
  }

  /** Counts what became of deliveries; `lagMs` is known where one was applied. */
  delivered(outcomes: readonly { result: DeliveryResult; lagMs?: number }[]): void {
    for (const { result, lagMs } of outcomes) {
      this.deliveries.inc({ result })
      if (lagMs !== undefined) this.lag.observe(Math.max(0, lagMs) / 1_000)
    }
  }
}
