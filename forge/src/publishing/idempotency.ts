import { AnvilError } from '@anvil/shared'
import type { Publication, PublicationInput } from '@anvil/shared/api'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { findIdempotencyKey, type IdempotencyKey } from './idempotency-store.js'
import { getPublication } from './publication-store.js'

/** What stands for a request: who asks what of which environment, under the key they chose. */
export function idempotencyKeyOf(
  key: string,
  { environmentId, actorId, input }: { environmentId: string; actorId: string; input: PublicationInput },
): IdempotencyKey {
  return { scope: `${environmentId}/${actorId}`, key, fingerprint: sha256Hex(canonicalBytes(input)) }
}

/**
 * The publication that this key made before, if any. Ask while holding the environment's head: a first request that is
 * still running holds it too. Throws `request.idempotency_key_reused` where the key came with another request.
 */
export async function findEarlierResult(
  trx: Knex,
  projectId: string,
  key: IdempotencyKey | undefined,
): Promise<Publication | undefined> {
  if (!key) return undefined
  const earlier = await findIdempotencyKey(trx, key)
  if (!earlier) return undefined
  if (earlier.fingerprint === key.fingerprint) return getPublication(trx, projectId, earlier.publication_id)
  throw new AnvilError(
    'request.idempotency_key_reused',
    'The key of this publication was used for another one before. Use a new key for each publication you mean to make.',
    { details: { publication_id: earlier.publication_id } },
  )
}
