import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestHandler } from 'express'
import type { Knex } from 'knex'
import type { Client, QueryConfig } from 'pg'
import { afterEach, expect } from 'vitest'
import type { AppContext } from '../../src/context.js'

const requests = new AsyncLocalStorage<string>()
const problems: string[] = []
let watched = 0

/** What a request may have asked before its role was taken on: where a transaction begins and ends, and who asks. */
const BEFORE: readonly RegExp[] = [
  /^(BEGIN|COMMIT|ROLLBACK)\b/i,
  /^SELECT set_config\('anvil.actor_kind', .* set_config\('role', 'anvil_app', true\)$/s,
  /^select "users"."id", .* from "sessions" inner join "users" .* where "sessions"."id" = /,
  /^select \* from "users" where lower\(email\) = lower\(.+\) limit /,
  /^select \* from "api_keys" where "secret_sha256" = /,
  /^select "access_tokens".\*, .* from "access_tokens" inner join "environments" .* where "public_id" = /,
]

/** Marks what is done for a request, so that its statements are known. */
export const markRequest: RequestHandler = (req, _res, next) => requests.run(`${req.method} ${req.path}`, next)

/** Asks the database before each statement of a request as whom it runs. */
export function watchStatements(db: Knex): void {
  const { client } = db
  const open: () => Promise<Client> = client.acquireRawConnection.bind(client)
  client.acquireRawConnection = async () => watchedConnection(await open())
}

/** Leaves what is announced after a request out: the outbox, the hub and the seals of the trail are FORGE's own work. */
export function leaveAnnouncements({ outbox, tokenRevocations, trail }: AppContext): void {
  const nudge = outbox.nudge.bind(outbox)
  outbox.nudge = () => requests.exit(nudge)
  const announce = tokenRevocations.announce.bind(tokenRevocations)
  tokenRevocations.announce = (id) => requests.exit(() => announce(id))
  const checkpoint = trail.checkpoint.bind(trail)
  trail.checkpoint = (chain) => requests.exit(() => checkpoint(chain))
}

/** Fails a test in which a statement ran for a request as somebody else than `anvil_app`. */
export function checkRequests(): void {
  afterEach(() => {
    expect(takeProblems(), 'statements that ran for a request while current_user was not anvil_app').toEqual([])
  })
}

/** The statements that ran as somebody else since this was asked last. */
export function takeProblems(): string[] {
  return problems.splice(0)
}

/** How many statements of requests were looked at so far. */
export function watchedStatements(): number {
  return watched
}

function watchedConnection(connection: Client): Client {
  const query = connection.query.bind(connection)
  const watchedQuery = (statement: QueryConfig, ...rest: []) => {
    const request = requests.getStore()
    const { text } = statement
    if (request !== undefined && !BEFORE.some((known) => known.test(text))) {
      watched++
      const note = (error: Error | null, result?: { rows: { role: string }[] }): void => {
        const role = result?.rows[0]?.role
        if (!error && role !== 'anvil_app') problems.push(`${request} as ${role}: ${text}`)
      }
      Reflect.apply(query, connection, ['SELECT current_user AS role', note])
    }
    return Reflect.apply(query, connection, [statement, ...rest])
  }
  return Object.assign(connection, { query: watchedQuery })
}
