import { AnvilError, type ApiKeyScope, isolate } from '@anvil/shared'
import type { AuditMeans } from '@anvil/shared/api'
import type { Request } from 'express'

/** What the audit trail says of how somebody came; without `means` it follows from who they are. */
interface Way {
  means?: AuditMeans
  requestId?: string
  address?: string
}

/** The API key that a person's program asks with. */
export interface UsedApiKey {
  id: string
  name: string
  scopes: readonly ApiKeyScope[]
  /** The one project it opens; null for all of its owner's. */
  projectId: string | null
}

/** Who asks: a person by a session or an API key, a LIVE instance by an access token, or FORGE itself. */
export type Actor =
  | {
      kind: 'user'
      id: string
      /** Undefined where they ask with an API key. */
      sessionId?: string | undefined
      apiKey?: UsedApiKey | undefined
      requestId: string
      address: string
      means?: AuditMeans
    }
  | ({ kind: 'instance'; id: string; projectId: string } & Way)
  | ({ kind: 'system'; id: string } & Way)
export type UserActor = Extract<Actor, { kind: 'user' }>
/** A person who signed in. */
export type SessionActor = UserActor & { sessionId: string }

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

/** Lets a person pass who asks by a session; `auth.forbidden` for an API key, which does nothing to accounts and keys. */
export function requireSession(actor: UserActor): SessionActor {
  const { sessionId } = actor
  if (sessionId !== undefined) return { ...actor, sessionId }
  throw new AnvilError(
    'auth.forbidden',
    `The API key ${isolate(actor.apiKey?.name ?? '')} can't do this, whatever its scopes. Sign in, and do it yourself.`,
  )
}
