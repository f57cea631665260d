import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { SecretBox } from '../secrets/secret-box.js'

const ALGORITHM = 'HS256'
const ISSUER = 'anvil'
const Claims = z.object({ sid: z.uuid() })

/** Signs the token that stands for a session; the session itself is kept in the database and can be ended there. */
export function signSessionToken(secrets: SecretBox, sessionId: string, issuedAt: Date, expiresAt: Date): string {
  const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)
  const claims = { sid: sessionId, iat: seconds(issuedAt), exp: seconds(expiresAt) }
  return jwt.sign(claims, secrets.derive('sessions'), { algorithm: ALGORITHM, issuer: ISSUER })
}

/** The session a token stands for; undefined for a token that is forged, expired or of another algorithm. */
export function findSessionId(secrets: SecretBox, token: string, at: Date): string | undefined {
  const options = {
    algorithms: [ALGORITHM],
    issuer: ISSUER,
    clockTimestamp: Math.floor(at.getTime() / 1000),
  } satisfies jwt.VerifyOptions
  try {
    return Claims.parse(jwt.verify(token, secrets.derive('sessions'), options)).sid
  } catch {
    return undefined
  }
}
