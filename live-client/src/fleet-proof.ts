import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'
import { isBadKey } from './trust/trust.js'
import { networkError } from './transport/network-error.js'
import { instanceIdOf } from './transport-host.js'

const TIMEOUT_MS = 15_000

/** Sends FORGE the highest manifest that ran here, with the keysets that verify it; why that failed, or undefined. */
export async function sendFleetProof(core: ClientCore, closing: AbortSignal): Promise<AnvilError | undefined> {
  const { connection, projectId } = core.settings
  const { highest } = core.receiver
  if (!connection || !highest || isBadKey(core.verifyKept(highest.envelope))) return undefined
  const [manifest, ...keysets] = [highest.envelope, ...core.trust.envelopes].map(readJson)
  const { forgeUrl, accessToken } = connection
  try {
    const response = await fetch(`${forgeUrl}/api/v1/projects/${projectId}/proof`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ instance_id: await instanceIdOf(core), manifest, keysets }),
      redirect: 'error',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return response.ok ? undefined : notTaken(response.status)
  } catch (cause) {
    return networkError(forgeUrl, cause)
  }
}

const readJson = (envelope: Uint8Array): unknown => JSON.parse(Buffer.from(envelope).toString())

function notTaken(status: number): AnvilError {
  return new AnvilError(
    'forge.unavailable',
    `FORGE has less than what runs here, and did not take the proof of that (status ${status}). Tell its operator.`,
  )
}
