import { daysAgo } from '../config/retention.js'
import type { ForgeContext } from '../context.js'
import { deleteOldDeliveries } from './delivery-store.js'

/** Deletes what instances did with publications longer ago than it is kept; the newest of each environment keeps it. */
export function forgetDeliveries({ db, now, config }: Pick<ForgeContext, 'db' | 'now' | 'config'>): Promise<void> {
  return deleteOldDeliveries(db, daysAgo(now(), config.retention.deliveryDays))
}
