import { createHash } from 'node:crypto'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { type AttemptRule, countAttempt, findNextAttempt, ONCE_A_QUARTER_HOUR } from '../users/sign-in-attempt-store.js'

const TRAIL = { kind: 'system', id: 'audit' } as const
const TWENTY: AttemptRule = { ...ONCE_A_QUARTER_HOUR, free: 20 }

/** What was refused, for who counts such refusals. */
interface Refused {
  /** Where it was tried: a project or an organisation. */
  projectId: string
  kind: string
  /** What it takes to be the same, of which only the first in a quarter of an hour is told; each is where it is left out. */
  once?: string
}

/** The room for one more entry, and until when there is none after it. */
export interface Room {
  no_more_until?: string
}

/**
 * Whether the trail has room for one more refusal: twenty of one kind in a quarter of an hour by one person by one means in
 * one place, so that nobody floods it by another name each time. What a key is refused hides nothing of its owner's.
 */
export function roomFor(ctx: AppContext, actor: Actor, { projectId, kind, once }: Refused): Promise<Room | undefined> {
  const means = (actor.kind === 'user' ? actor.apiKey?.id : undefined) ?? 'session'
  const who = [actor.id, means, projectId, kind]
  const now = ctx.now()
  return ctx.asActor(TRAIL, async (trx) => {
    const same = { key: keyOf([...who, once ?? '']), rule: ONCE_A_QUARTER_HOUR, now }
    if (once !== undefined && (await countAttempt(trx, same)) !== undefined) return undefined
    const key = keyOf(who)
    if ((await countAttempt(trx, { key, rule: TWENTY, now })) !== undefined) return undefined
    const next = await findNextAttempt(trx, key)
    return next && next > now ? { no_more_until: next.toISOString() } : {}
  })
}

const keyOf = (parts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(['noted', ...parts]))
    .digest('base64url')
