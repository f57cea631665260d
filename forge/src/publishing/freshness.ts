import type { Manifest } from '@anvil/shared'
import type { ForgeContext } from '../context.js'
import { claimStaleHeads, type StaleHead, updateHead } from './head-store.js'
import { toManifestEntry } from './running-bundles.js'

const STALE_MS = 50 * 60 * 1000
const BATCH = 100

type FreshnessContext = Pick<ForgeContext, 'db' | 'now' | 'signing'>

/**
 * Signs every head again that was signed more than 50 minutes ago, or under another keyset than the newest: same
 * content and sequence, new times. Returns how many.
 */
export async function renewHeads(ctx: FreshnessContext): Promise<number> {
  let renewed = 0
  for (let batch = BATCH; batch === BATCH; renewed += batch) batch = await renewBatch(ctx)
  return renewed
}

function renewBatch({ db, now, signing }: FreshnessContext): Promise<number> {
  return db.transaction(async (trx) => {
    const signer = await signing.current(trx)
    const before = new Date(now().getTime() - STALE_MS)
    const stale = await claimStaleHeads(trx, { before, under: signer, limit: BATCH })
    for (const head of stale) {
      const { environment_id, project_id, publication_id } = head
      const signed = signer.signManifest(contentOf(head), head.issued_at)
      await updateHead(trx, { environment_id, project_id, publication_id }, signed)
    }
    return stale.length
  })
}

function contentOf({
  project_id,
  environment,
  sequence,
  bundles,
}: StaleHead): Pick<Manifest, 'project_id' | 'environment' | 'sequence' | 'bundles'> {
  return { project_id, environment, sequence, bundles: bundles.map(toManifestEntry) }
}
