import type { IncomingMessage } from 'node:http'
import type { AnvilError } from '@anvil/shared'
import type { Logger } from 'pino'
import type { ForgeContext } from '../context.js'
import { clientAddress, trustsProxy } from '../http/client-address.js'
import { type CrossSite, crossSite } from '../http/cross-site.js'
import { type RateLimit, rateLimit } from '../http/rate-limit.js'
import { InstanceCap } from '../live/instance-cap.js'
import { LiveJournal } from '../live/live-journal.js'
import type { Change } from '../events/changes.js'
import { BundleCache } from './bundle-cache.js'
import { HeadCache } from './head-cache.js'
import { TokenCache } from './token-cache.js'

/** What the delivery plane holds in memory; it goes on answering when the database is in trouble. */
export interface DeliveryPlane {
  heads: HeadCache
  bundles: BundleCache
  tokens: TokenCache
  /** Whether an access token may name one more instance. */
  cap: InstanceCap
  /** Keeps what LIVE instances say of themselves. */
  journal: LiveJournal
  /** Where a request comes from, through the proxies that are trusted. */
  addressOf: (req: IncomingMessage) => string
  /** Limits how often is asked with one access token, by its id. */
  limit: RateLimit
  /** Why what a page of another site asks for is refused; undefined where it may go on. */
  crossSite: CrossSite
  /** Why nobody new is let in; undefined where they are. */
  stopping: () => AnvilError | undefined
  log: Logger
  now: () => Date
  newId: () => string
}

type PlaneContext = Pick<
  ForgeContext,
  'config' | 'shutdown' | 'metrics' | 'changes' | 'db' | 'lookUp' | 'now' | 'elapsedMs' | 'log' | 'newId'
>

/** Makes the delivery plane and reads every head into memory. */
export async function openDeliveryPlane(ctx: PlaneContext): Promise<DeliveryPlane> {
  const heads = new HeadCache(ctx.db)
  await heads.refresh()
  const tokens = new TokenCache(ctx)
  await tokens.check()
  const { config, db, log, now, newId } = ctx
  const trusts = trustsProxy(config.trustProxy)
  return {
    heads,
    bundles: new BundleCache(db),
    tokens,
    cap: new InstanceCap(ctx),
    journal: new LiveJournal(ctx, (what, environmentIds) => ctx.changes.announce(hintsOf(heads, what, environmentIds))),
    addressOf: (req) => clientAddress(req, trusts),
    limit: rateLimit(config.rates.deliveries, 'Requests with one access token'),
    crossSite: crossSite(config),
    stopping: () => ctx.shutdown.refusal(),
    log,
    now,
    newId,
  }
}

/** That something of the projects of these environments changed. */
function hintsOf(heads: HeadCache, what: Change['what'], environmentIds: readonly string[]): Change[] {
  const projects = new Set(environmentIds.map((id) => heads.projectOf(id)))
  return [...projects].flatMap((project_id) => (project_id === undefined ? [] : [{ project_id, what }]))
}
