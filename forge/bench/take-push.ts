import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { ManifestPush, Position } from '@anvil/shared'

/** The work that both kinds of instance do for a push: read the manifest, and check every bundle's digest. */
export function takePush({ envelope, bundles }: ManifestPush): Position {
  for (const [sha256, gzip] of Object.entries(bundles)) {
    const digest = createHash('sha256')
      .update(gunzipSync(Buffer.from(gzip, 'base64')))
      .digest('hex')
    if (digest !== sha256) throw new Error(`The bundle ${sha256} arrived altered`)
  }
  const { epoch, sequence } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
  return { epoch, sequence }
}
