import { sha256Hex } from '@anvil/shared/bundle'
import type { ForgeHttp } from './forge-http.js'
import type { PullPurpose, PullResult, TransportHost } from './transport.js'

/**
 * Looks at FORGE once: first at its keysets, so that a revocation arrives by itself, then at the manifest, unless it
 * is still the one that is known.
 */
export async function pullRound(http: ForgeHttp, host: TransportHost, purpose: PullPurpose): Promise<PullResult> {
  host.adoptKeysets(await http.fetchKeysets(host.newestKeyset()))
  const byPerson = purpose !== 'background'
  const known = byPerson ? undefined : host.knownEnvelope()
  const { status, bytes, serverTime } = await http.fetchManifest(known && `"sha256-${sha256Hex(known)}"`)
  if (status === 304) {
    host.onContact(serverTime)
    return { kind: 'unchanged' }
  }
  const outcome = await host.offer({
    envelope: bytes,
    serverTime,
    source: byPerson ? 'sync' : 'pull',
    byPerson,
    preview: purpose === 'preview',
    beside: new Map(),
    spreadMs: 0,
  })
  return { kind: 'offered', outcome }
}
