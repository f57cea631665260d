import { AnvilError } from '@anvil/shared'
import type { ForgeConnection } from '@anvil/shared/api'

/** Reads the bytes of an answer of FORGE's API; a refusal is thrown as the error that FORGE sent. */
export async function fetchBytes({ url, token }: ForgeConnection, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/api/v1${path}`, { headers }).catch((cause: unknown) => {
    throw new AnvilError('network.unreachable', `FORGE does not answer at ${new URL(url).origin}. Is it running?`, {
      cause,
    })
  })
  if (!answer.ok) throw AnvilError.fromJSON(await answer.json().catch(() => undefined))
  return new Uint8Array(await answer.arrayBuffer())
}
