import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { findTokenByPublicId, type WithEnvironment } from './access-tokens/access-token-store.js'
import { findSessionUser } from './users/session-store.js'
import { findUserByEmail, type UserWithPassword } from './users/user-store.js'

/** What a request has to ask before it is known whose it is; all else it asks as its actor. */
export interface LookUps {
  /** The person of a session that is neither ended nor expired. */
  sessionUser: (sessionId: string, at: Date) => Promise<User | undefined>
  /** The account of a mail address, for who signs in. */
  account: (email: string) => Promise<UserWithPassword | undefined>
  /** The access token of a public id, with what is kept of its value. */
  accessToken: (publicId: string) => Promise<WithEnvironment | undefined>
}

export function createLookUps(db: Knex): LookUps {
  return {
    sessionUser: (sessionId, at) => findSessionUser(db, sessionId, at),
    account: (email) => findUserByEmail(db, email),
    accessToken: (publicId) => findTokenByPublicId(db, publicId),
  }
}
