import type { Knex } from 'knex'

/** Somebody who is on the way to the issuer; of the secrets only digests are kept. */
export interface OidcAttempt {
  state_sha256: string
  secret_sha256: string
  redirect_uri: string
  expires_at: Date
}

export async function insertAttempt(trx: Knex, attempt: OidcAttempt): Promise<void> {
  await trx('oidc_attempts').insert(attempt)
}

/** Takes an attempt that is not over, once: whoever comes second finds none. */
export async function takeAttempt(
  trx: Knex,
  of: Pick<OidcAttempt, 'state_sha256' | 'secret_sha256'>,
  at: Date,
): Promise<OidcAttempt | undefined> {
  const rows: OidcAttempt[] = await trx('oidc_attempts').where(of).where('expires_at', '>', at).delete().returning('*')
  return rows[0]
}

/** Deletes the attempts that are over. */
export async function deleteOldAttempts(trx: Knex, at: Date): Promise<void> {
  await trx('oidc_attempts').where('expires_at', '<=', at).delete()
}
