import { daysAgo } from '../config/retention.js'
import type { ForgeContext } from '../context.js'
import { deleteSilentInstances } from './instance-store.js'
import { FORGOTTEN_MS } from './pace.js'
import { deleteOldSyncRequests } from './sync-answer-store.js'

/**
 * Deletes the instances that nobody has heard of for as long as they are kept, and what they were asked more than a day
 * ago; what they did with publications stays on the record.
 */
export async function forgetInstances({ db, now, config }: Pick<ForgeContext, 'db' | 'now' | 'config'>): Promise<void> {
  await deleteSilentInstances(db, daysAgo(now(), config.retention.instanceDays))
  await deleteOldSyncRequests(db, new Date(now().getTime() - FORGOTTEN_MS))
}
