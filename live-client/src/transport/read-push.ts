import { LIMITS, ManifestPush, parse } from '@anvil/shared'
import { canonicalBytes, gunzipCapped, parseStrict } from '@anvil/shared/bundle'
import type { Arrived } from '../receiver/arrived.js'
import { FRAME_BYTES } from './live-socket.js'

/** Reads a manifest that FORGE broadcast as one text. Throws where it has another form. */
export function readPush(text: string): Arrived {
  const value = parseStrict(Buffer.from(text, 'utf8'), { maxBytes: FRAME_BYTES })
  return toArrived(parse(ManifestPush, value, 'manifest.malformed'))
}

export function toArrived({ envelope, bundles, fetch_spread_ms }: ManifestPush): Arrived {
  const beside = new Map(
    Object.entries(bundles).map(([digest, gzip]) => [
      digest,
      () => gunzipCapped(Buffer.from(gzip, 'base64'), { maxBytes: LIMITS.bundleBytes }),
    ]),
  )
  return { envelope: canonicalBytes(envelope), source: 'push', byPerson: false, beside, spreadMs: fetch_spread_ms }
}
