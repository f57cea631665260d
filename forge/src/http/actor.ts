import { AnvilError } from '@anvil/shared'
import type { Request } from 'express'

/** Who asks: a person by a session, or FORGE itself. */
export type Actor =
  | { kind: 'user'; id: string; sessionId: string; requestId: string; address: string }
  | { kind: 'system'; id: string }
export type UserActor = Extract<Actor, { kind: 'user' }>

const actors = new WeakMap<Request, UserActor>()

/** Notes who a request comes from, once its session is known. */
export function setActor(req: Request, actor: UserActor): void {
  actors.set(req, actor)
}

/** Who a request comes from; `auth.required` where nobody signed in. */
export function actorOf(req: Request): UserActor {
  const actor = actors.get(req)
  if (actor) return actor
  throw new AnvilError(
    'auth.required',
    'This needs a signed-in person. Sign in with POST /api/v1/sessions and send the token as "Authorization: Bearer …".',
  )
}
