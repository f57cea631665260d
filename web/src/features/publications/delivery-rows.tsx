import { isolate } from '@anvil/shared'
import type { Delivery, DeliveryList } from '@anvil/shared/api'
import { memo, type ReactNode } from 'react'
import { Mark } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { deliveryLook } from './delivery-look.js'
import { nameOf, sayInstances } from './say-publication.js'

/** What each LIVE instance did with a publication, as it happens; what can be done about that stands above them. */
export function DeliveryRows({ list, children }: { list: DeliveryList; children?: ReactNode }) {
  const { deliveries } = list
  if (deliveries.length === 0) {
    return <p className="text-muted">No instance was connected. Those that connect later take it when they come.</p>
  }
  return (
    <div className="space-y-3">
      <p role="status" className="font-medium">
        {sayProgress(list)}
      </p>
      {children}
      <Table label="Deliveries" heads={['Instance', 'State', 'Took', 'Heard']}>
        {deliveries.map((delivery) => (
          <Row key={delivery.instance_id} delivery={delivery} />
        ))}
      </Table>
    </div>
  )
}

/** One of hundreds that are asked for anew every second: it is drawn again only where its delivery changed. */
const Row = memo(function Row({ delivery }: { delivery: Delivery }) {
  const { state, took_ms, updated_at, code, detail, connected } = delivery
  const why = [code, detail].flatMap((text) => (text === null || text === '' ? [] : isolate(text))).join(': ')
  const [name, where] = nameOf(delivery)
  return (
    <tr>
      <Cell className="min-w-32">
        <span className="block font-medium break-words">{name}</span>
        <span className="break-words text-muted">{where}</span>
      </Cell>
      <Cell>
        <Mark look={deliveryLook(state)} />
        {why !== '' && <span className="mt-1 block max-w-80 break-words text-bad">{why}</span>}
        {!connected && <span className="mt-1 block text-muted">Silent: it is not waited for</span>}
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">{took_ms === null ? '–' : `${Math.round(took_ms)} ms`}</Cell>
      <Cell className="whitespace-nowrap">
        <When at={updated_at} />
      </Cell>
    </tr>
  )
})

/** How far a publication has come. */
function sayProgress({ deliveries, successful, complete }: DeliveryList): string {
  const all = deliveries.filter(({ connected }) => connected)
  const run = all.filter(({ state }) => state === 'applied' || state === 'current').length
  const silent = deliveries.length - all.length
  const rest = silent > 0 ? ` ${sayInstances(silent)} silent.` : ''
  if (!complete) return `${run} of ${sayInstances(all.length)} run it; waiting for the others.${rest}`
  if (successful) return `${all.length === 1 ? 'The instance runs' : `All ${sayInstances(all.length)} run`} it.${rest}`
  return `${run} of ${sayInstances(all.length)} run it. The others say below why not.${rest}`
}
