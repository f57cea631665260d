import type {
  FleetFilter,
  FleetPlace,
  FleetQuery,
  FleetSummary,
  LiveInstanceDetail,
  LiveInstancePage,
  PastDeliveryPage,
  PastDeliveryQuery,
} from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { getHead } from '../publishing/head-store.js'
import type { EnvironmentPlace } from '../publishing/publication-service.js'
import { fleetPlace } from './fleet-place.js'
import { listPlaces } from './fleet-place-store.js'
import { countFleet, countGroups, countLights, type Fleet, getInstance, listFleet } from './fleet-store.js'
import { listPastDeliveries } from './past-delivery-store.js'

/** Who asks about the fleet of which environment. */
export interface FleetAsk {
  actor: UserActor
  place: EnvironmentPlace
}

/** One page of the instances that a filter finds. */
export function readFleetPage(ctx: AppContext, ask: FleetAsk, query: FleetQuery): Promise<LiveInstancePage> {
  return inFleet(ctx, ask, async (trx, fleet) => {
    const { cursor: _cursor, limit, ...filter } = query
    const found = await listFleet(trx, fleet, { ...query, limit: limit + 1 })
    const instances = found.slice(0, limit)
    const next_cursor = found.length > instances.length ? (instances.at(-1)?.id ?? null) : null
    return { instances, count: await countFleet(trx, fleet, filter), next_cursor }
  })
}

/** The fleet in numbers: lights whatever is run, and groups whatever light they show. */
export function readFleetSummary(
  ctx: AppContext,
  ask: FleetAsk,
  { light, runs, ...filter }: FleetFilter,
): Promise<FleetSummary> {
  return inFleet(ctx, ask, async (trx, fleet) => {
    const groups = await countGroups(trx, fleet, { ...filter, light })
    const lights = await countLights(trx, fleet, { ...filter, runs })
    const [wanted, ...places] = await placesOf(trx, fleet, groups)
    return {
      wanted,
      all: await countFleet(trx, fleet, {}),
      count: await countFleet(trx, fleet, { ...filter, light, runs }),
      lights: Object.fromEntries(lights.map(({ light, count }) => [light, count])),
      groups: groups.map((counts, at) => ({ ...counts, ...(places[at] ?? wanted) })),
    }
  })
}

/** One instance, with what it runs and what it should. */
export function readInstance(ctx: AppContext, ask: FleetAsk, id: string): Promise<LiveInstanceDetail> {
  return inFleet(ctx, ask, async (trx, fleet) => {
    const instance = await getInstance(trx, fleet, id)
    const [wanted, runs = wanted] = await placesOf(trx, fleet, [instance])
    return { instance, runs, wanted }
  })
}

/** What one instance did with the publications of its environment, newest first. */
export function readPastDeliveries(
  ctx: AppContext,
  ask: FleetAsk & { id: string },
  query: PastDeliveryQuery,
): Promise<PastDeliveryPage> {
  return inFleet(ctx, ask, async (trx, fleet) => {
    await getInstance(trx, fleet, ask.id)
    const key = { environment_id: fleet.environmentId, id: ask.id }
    const found = await listPastDeliveries(trx, key, { ...query, limit: query.limit + 1 })
    const deliveries = found.slice(0, query.limit)
    return { deliveries, next: found.length > deliveries.length ? (deliveries.at(-1)?.sequence ?? null) : null }
  })
}

function inFleet<T>(
  ctx: AppContext,
  { actor, place: { projectId, environment } }: FleetAsk,
  work: (trx: Knex.Transaction, fleet: Fleet) => Promise<T>,
): Promise<T> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    const { id: environmentId } = await getEnvironment(trx, projectId, environment)
    return work(trx, { environmentId, at: ctx.now() })
  })
}

/** The environment's own place, and then each that was asked for. */
async function placesOf(
  trx: Knex.Transaction,
  { environmentId }: Fleet,
  asked: readonly Pick<FleetPlace, 'epoch' | 'sequence'>[],
): Promise<[FleetPlace, ...FleetPlace[]]> {
  const head = await getHead(trx, environmentId)
  const sequences = [head, ...asked].flatMap(({ sequence }) => (sequence === null ? [] : [sequence]))
  const rows = await listPlaces(trx, environmentId, sequences)
  return [fleetPlace(head, head, rows), ...asked.map((where) => fleetPlace(where, head, rows))]
}
