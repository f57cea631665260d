import type { Logger } from 'pino'
import type { AppContext } from '../context.js'
import { BundleCache } from './bundle-cache.js'
import { HeadCache } from './head-cache.js'
import { TokenCache } from './token-cache.js'

/** What the delivery plane holds in memory; it goes on answering when the database is in trouble. */
export interface DeliveryPlane {
  heads: HeadCache
  bundles: BundleCache
  tokens: TokenCache
  log: Logger
  newId: () => string
}

/** Makes the delivery plane and reads every head into memory. */
export async function openDeliveryPlane(ctx: Pick<AppContext, 'db' | 'now' | 'log' | 'newId'>): Promise<DeliveryPlane> {
  const heads = new HeadCache(ctx.db)
  await heads.refresh()
  return { heads, bundles: new BundleCache(ctx.db), tokens: new TokenCache(ctx), log: ctx.log, newId: ctx.newId }
}
