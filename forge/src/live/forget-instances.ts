import type { ForgeContext } from '../context.js'
import { deleteSilentInstances } from './instance-store.js'
import { FORGOTTEN_MS } from './pace.js'
import { deleteOldSyncRequests } from './sync-answer-store.js'

const KEPT_MS = 30 * 24 * 60 * 60 * 1_000

/**
 * Deletes the instances that nobody has heard of for 30 days, and what they were asked more than a day ago; what they did
 * with publications stays on the record.
 */
export async function forgetInstances({ db, now }: Pick<ForgeContext, 'db' | 'now'>): Promise<void> {
  await deleteSilentInstances(db, new Date(now().getTime() - KEPT_MS))
  await deleteOldSyncRequests(db, new Date(now().getTime() - FORGOTTEN_MS))
}
