import { LRUCache } from 'lru-cache'
import type { ForgeContext } from '../context.js'
import { within } from '../jobs/within.js'
import { overQuota } from '../quotas/quota-reached.js'
import { findInstanceQuota } from '../quotas/quota-store.js'

const MAX_PROJECTS = 1_000
const FRESH_MS = 30_000
/** What says that there is no room is soon asked again. */
const FULL_FRESH_MS = 5_000

/** Nobody waits longer for a database that does not answer; without it, they are let in. */
const WAIT_MS = 1_000

type QuotaContext = Pick<ForgeContext, 'db' | 'now' | 'elapsedMs'>

interface Count {
  used: number
  most: number
}

interface Reading {
  count: Promise<Count | undefined>
  startedAt: number
}

/** Takes a place where there is one. */
function takesPlace(count: Count): boolean {
  if (count.used >= count.most) return false
  count.used += 1
  return true
}

/** Keeps an organisation from having more instances than its quota; what other nodes and projects let in counts within half a minute. */
export class InstanceQuota {
  readonly #ctx: QuotaContext
  readonly #readings = new LRUCache<string, Reading>({ max: MAX_PROJECTS })

  constructor(ctx: QuotaContext) {
    this.#ctx = ctx
  }

  /**
   * Counts one more instance of a project that seems new; throws `quota.reached` where its organisation has as many as it
   * may and `isKnown` finds that it is new indeed.
   */
  async admit(projectId: string, isKnown: () => Promise<boolean>): Promise<void> {
    const count = await this.#read(projectId, FRESH_MS)
    if (!count || takesPlace(count) || (await isKnown())) return
    const anew = await this.#read(projectId, FULL_FRESH_MS)
    if (anew && !takesPlace(anew)) throw overQuota({ kind: 'instances', most: anew.most, wanted: anew.used + 1 })
  }

  /** Of all who find a reading too old, one reads anew. */
  #read(projectId: string, freshMs: number): Promise<Count | undefined> {
    const startedAt = this.#ctx.elapsedMs()
    const known = this.#readings.get(projectId)
    if (known && startedAt - known.startedAt <= freshMs) return known.count
    const { db, now } = this.#ctx
    const count = within(WAIT_MS, findInstanceQuota(db, projectId, now())).catch(() => known?.count)
    this.#readings.set(projectId, { count, startedAt })
    return count
  }
}
