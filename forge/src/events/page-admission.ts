import { AnvilError, parse } from '@anvil/shared'
import { PageHandshake } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import { retryAfterMs, toldError } from '../http/told-error.js'
import { getProjectOf } from '../projects/project-store.js'
import { findSessionId } from '../users/session-token.js'
import type { PageSocket, PageSocketData } from './page-sockets.js'

const RETRY_LATER_MS = 5_000

type AdmissionContext = Pick<AppContext, 'asActor' | 'lookUp' | 'secrets' | 'now' | 'log' | 'shutdown'>

/** Lets a page's socket in whose session goes on and whose person belongs to the project; tells the others why not. */
export function pageAdmission(ctx: AdmissionContext): (socket: PageSocket, next: (error?: Error) => void) => void {
  return (socket, next) => {
    void (async () => next(await refusalOf(ctx, socket)))()
  }
}

async function refusalOf(ctx: AdmissionContext, socket: PageSocket): Promise<Error | undefined> {
  try {
    socket.data = await admit(ctx, socket.handshake.auth)
    socket.handshake.auth = {}
    return undefined
  } catch (thrown) {
    const error = toldError(thrown)
    const { code, message, status } = error
    if (status >= 500) ctx.log.error({ err: thrown }, 'a page could not be let in')
    const retry_after_ms = retryAfterMs(error) ?? (status >= 500 ? RETRY_LATER_MS : undefined)
    return Object.assign(new Error(message), { data: { code, message, ...(retry_after_ms && { retry_after_ms }) } })
  }
}

async function admit(ctx: AdmissionContext, auth: unknown): Promise<PageSocketData> {
  const stopping = ctx.shutdown.refusal()
  if (stopping) throw stopping
  const { token, project_id: projectId } = parse(PageHandshake, auth)
  const sessionId = findSessionId(ctx.secrets, token, ctx.now())
  const user = sessionId === undefined ? undefined : await ctx.lookUp.sessionUser(sessionId, ctx.now())
  if (sessionId === undefined || !user) throw sessionOver()
  const actor = { kind: 'user', id: user.id } as const
  const { roles } = await ctx.asActor(actor, (trx) => getProjectOf(trx, user, projectId, 'project.read'))
  return { person: { id: user.id, name: user.name }, sessionId, projectId, roles }
}

/** What a page is told whose session has ended. */
export function sessionOver(): AnvilError {
  return new AnvilError('auth.session_ended', 'This session is over. Sign in again.')
}
