import type { Knex } from 'knex'
import { findTokenByPublicId, type WithEnvironment } from './access-tokens/access-token-store.js'
import { findGoodApiKey, type GoodApiKey } from './api-keys/api-key-store.js'
import { findSessionUser, type SessionUser } from './users/session-store.js'
import { findUserByEmail, type UserWithPassword } from './users/user-store.js'

/** What a request has to ask before it is known whose it is; all else it asks as its actor. */
export interface LookUps {
  /** The person of a session that is neither ended nor expired. */
  sessionUser: (sessionId: string, at: Date) => Promise<SessionUser | undefined>
  /** The API key of a secret's digest, if it is good. */
  apiKey: (secret: Buffer, at: Date) => Promise<GoodApiKey | undefined>
  /** The account of a mail address, for who signs in. */
  account: (email: string) => Promise<UserWithPassword | undefined>
  /** The access token of a public id, with what is kept of its value. */
  accessToken: (publicId: string) => Promise<WithEnvironment | undefined>
}

export function createLookUps(db: Knex): LookUps {
  return {
    sessionUser: (sessionId, at) => findSessionUser(db, sessionId, at),
    apiKey: (secret, at) => findGoodApiKey(db, secret, at),
    account: (email) => findUserByEmail(db, email),
    accessToken: (publicId) => findTokenByPublicId(db, publicId),
  }
}
