import { AnvilError } from '@anvil/shared'
import type { Request } from 'express'

/** Who asks: a person by a session, a LIVE instance by an access token, or FORGE itself. */
export type Actor =
  | { kind: 'user'; id: string; sessionId: string; requestId: string; address: string }
  | { kind: 'instance'; id: string; projectId: string }
  | { kind: 'system'; id: string }
export type UserActor = Extract<Actor, { kind: 'user' }>

const actors = new WeakMap<Request, UserActor | AnvilError>()

/** Notes who a request comes from once its session is known, or why that can't be said. */
export function setActor(req: Request, actor: UserActor | AnvilError): void {
  actors.set(req, actor)
}

/** Who a request comes from; undefined where nobody signed in, or their session is over. */
export function findActor(req: Request): UserActor | undefined {
  const actor = actors.get(req)
  return actor instanceof AnvilError ? undefined : actor
}

/** Who a request comes from; `auth.required` where nobody signed in, `auth.session_ended` where their session is over. */
export function actorOf(req: Request): UserActor {
  const actor = actors.get(req)
  if (actor instanceof AnvilError) throw actor
  if (actor) return actor
  throw new AnvilError(
    'auth.required',
    'This needs somebody who is signed in. Sign in first; the API reference says how a program does.',
  )
}
