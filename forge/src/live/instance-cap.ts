import { AnvilError } from '@anvil/shared'
import { LRUCache } from 'lru-cache'
import type { TokenGrant } from '../access-tokens/authenticate-token.js'
import type { ForgeContext } from '../context.js'
import { within } from '../jobs/within.js'
import { InstanceQuota } from './instance-quota.js'
import { isInstanceKnown, listInstanceIds } from './instance-store.js'
import { FORGOTTEN_MS } from './pace.js'

/** How many instances one access token may name that were heard of within a day. */
export const MAX_INSTANCES = 20_000
const MAX_TOKENS = 1_000
const FRESH_MS = 60_000

/** Nobody waits longer for a database that does not answer; without it, they are let in. */
const WAIT_MS = 1_000

type CapContext = Pick<ForgeContext, 'db' | 'now' | 'elapsedMs'>
type Grant = Pick<TokenGrant, 'tokenId' | 'environmentId' | 'projectId'>

interface Named {
  ids: Set<string>
  readAt: number
}

/** Keeps an access token, and its organisation, from naming ever more instances, each of which is a row that is kept for a while. */
export class InstanceCap {
  readonly #ctx: CapContext
  readonly #quota: InstanceQuota
  readonly #named = new LRUCache<string, Promise<Named>>({ max: MAX_TOKENS })

  constructor(ctx: CapContext) {
    this.#ctx = ctx
    this.#quota = new InstanceQuota(ctx)
  }

  /**
   * Lets an instance in that is known; a new one only where its access token has not named too many
   * (`instance.limit_reached`), and its organisation may have more (`quota.reached`).
   */
  async admit(grant: Grant, id: string): Promise<void> {
    const named = await this.#namedBy(grant)
    if (!named || named.ids.has(id)) return
    if (named.ids.size >= MAX_INSTANCES && !(await this.#isKnown(grant, id))) throw tooMany()
    await this.#quota.admit(grant.projectId, () => this.#isKnown(grant, id))
    named.ids.add(id)
  }

  /** What a token has named, read anew once a minute where that is too much. */
  async #namedBy(grant: Grant): Promise<Named | undefined> {
    const known = await this.#read(grant)
    const isOld = known !== undefined && this.#ctx.elapsedMs() - known.readAt > FRESH_MS
    if (known && !(isOld && known.ids.size >= MAX_INSTANCES)) return known
    this.#named.delete(grant.tokenId)
    return this.#read(grant)
  }

  async #read(grant: Grant): Promise<Named | undefined> {
    const read = this.#named.get(grant.tokenId) ?? this.#readAnew(grant)
    this.#named.set(grant.tokenId, read)
    try {
      return await within(WAIT_MS, read)
    } catch {
      this.#named.delete(grant.tokenId)
      return undefined
    }
  }

  async #readAnew({ environmentId, tokenId }: Grant): Promise<Named> {
    const { db, now, elapsedMs } = this.#ctx
    const since = new Date(now().getTime() - FORGOTTEN_MS)
    return { ids: new Set(await listInstanceIds(db, { environmentId, tokenId, since })), readAt: elapsedMs() }
  }

  async #isKnown({ environmentId }: Grant, id: string): Promise<boolean> {
    const known = isInstanceKnown(this.#ctx.db, { environment_id: environmentId, id })
    return (await within(WAIT_MS, known).catch(() => undefined)) ?? true
  }
}

const tooMany = (): AnvilError =>
  new AnvilError(
    'instance.limit_reached',
    `This access token has named ${MAX_INSTANCES} instances within a day, and no new one is taken. Give each ` +
      'application a folder of its own (cacheDir), so that it is the same instance after a restart.',
    { details: { retry_after_ms: 300_000 } },
  )
