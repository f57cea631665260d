import type { Delivery, DeliveryList } from '@anvil/shared/api'

const OPEN: readonly Delivery['state'][] = ['queued', 'sent']
const GOOD: readonly Delivery['state'][] = ['applied', 'current']

/** Whether it was refused, or could not be handed over though somebody was there or should have been. */
const hasFailed = ({ state, connected, code }: Delivery): boolean =>
  state === 'rejected' || (state === 'unreachable' && (connected || code !== null))

/** Sums deliveries up: whether every connected instance runs the publication, and whether any has still to answer. */
export function deliveryOutcome(publicationId: string, deliveries: Delivery[], keptSince: Date): DeliveryList {
  const counts: DeliveryList['counts'] = {}
  for (const { state } of deliveries) counts[state] = (counts[state] ?? 0) + 1
  return {
    publication_id: publicationId,
    counts,
    successful: deliveries.every(
      ({ state, connected }) => GOOD.includes(state) || (state === 'unreachable' && !connected),
    ),
    failed: deliveries.filter(hasFailed).length,
    complete: !deliveries.some(({ state }) => OPEN.includes(state)),
    deliveries,
    kept_since: keptSince.toISOString(),
  }
}
