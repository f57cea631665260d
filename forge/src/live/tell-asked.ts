import type { Knex } from 'knex'
import { listReceivers } from '../receivers/receiver-store.js'
import type { LiveSocket } from './live-socket.js'
import { type AskedInstance, claimAsked, listAsked } from './sync-answer-store.js'

export interface AskedParts {
  socketsOf: (environmentId: string) => Iterable<LiveSocket>
  /** Sends these sockets what their environment runs. */
  send: (environmentId: string, sockets: readonly LiveSocket[]) => void
  /** Pushes it to these instances by HTTP. */
  push: (environmentId: string, instanceIds: ReadonlySet<string>) => void
}

/** Tells the instances that somebody asked to sync: those with a socket at this process, and those that are pushed to. */
export async function tellAsked(db: Knex, parts: AskedParts, at: Date): Promise<void> {
  const asked = await listAsked(db)
  for (const environmentId of new Set(asked.map(({ environment_id }) => environment_id))) {
    const inside = asked.filter(({ environment_id }) => environment_id === environmentId)
    await tellSockets(db, environmentId, { inside, parts, at })
    await tellReceivers(db, environmentId, { inside, parts, at })
  }
}

interface Telling {
  inside: readonly AskedInstance[]
  parts: AskedParts
  at: Date
}

async function tellSockets(db: Knex, environmentId: string, { inside, parts, at }: Telling): Promise<void> {
  const ids = new Set(inside.map(({ instance_id }) => instance_id))
  const here = [...parts.socketsOf(environmentId)].filter((socket) => ids.has(idOf(socket)))
  const hereIds = new Set(here.map(idOf))
  const claimed = new Set(await claimAsked(db, only(inside, hereIds), at))
  const mine = here.filter((socket) => claimed.has(idOf(socket)))
  if (mine.length > 0) parts.send(environmentId, mine)
}

async function tellReceivers(db: Knex, environmentId: string, { inside, parts, at }: Telling): Promise<void> {
  const receivers = new Set((await listReceivers(db, environmentId, at)).map(({ instance_id }) => instance_id))
  const claimed = await claimAsked(db, only(inside, receivers), at)
  if (claimed.length > 0) parts.push(environmentId, new Set(claimed))
}

const only = (asked: readonly AskedInstance[], ids: ReadonlySet<string>): AskedInstance[] =>
  asked.filter(({ instance_id }) => ids.has(instance_id))

const idOf = ({ data }: LiveSocket): string => data.handshake.instance.id
