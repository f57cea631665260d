import { isolate } from '@anvil/shared'
import type { Delivery, DeliveryList } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { Mark } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { WindowCell, WindowTable } from '../../components/window-table.js'
import { Verbatim } from '../../components/verbatim.js'
import type { EnvironmentKey } from './api.js'
import { deliveryLook } from './delivery-look.js'
import { nameOf, sayInstances, sayTook } from './say-publication.js'

const HEADS = ['Instance', 'State', 'Took', 'Heard']
const GRID =
  'grid grid-cols-2 items-start gap-x-3 gap-y-1 px-4 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.5fr)_6rem_8rem]'
const ROW_PX = 63
const NOBODY = 'No instance was connected. Those that connect later take it when they come.'
const FORGOTTEN = 'What instances did with a publication as old as this is not kept.'

interface DeliveryRowsProps {
  place: EnvironmentKey
  /** When the publication was made. */
  at: string
  list: DeliveryList
  children?: ReactNode
}

/** What each LIVE instance did with a publication, as it happens; what can be done about that stands above them. */
export function DeliveryRows({ place, at, list, children }: DeliveryRowsProps) {
  const { deliveries, kept_since } = list
  if (deliveries.length === 0) {
    const isForgotten = Date.parse(at) < Date.parse(kept_since)
    return <p className="text-muted">{isForgotten ? FORGOTTEN : NOBODY}</p>
  }
  return (
    <div className="space-y-3">
      <p role="status" className="font-medium">
        {sayProgress(list)}
      </p>
      {children}
      <WindowTable
        label="Deliveries"
        heads={HEADS}
        grid={GRID}
        items={deliveries}
        count={deliveries.length}
        keyOf={({ instance_id }) => instance_id}
        rowPx={ROW_PX}
      >
        {(delivery, tabIndex) => <DeliveryCells delivery={delivery} tabIndex={tabIndex} {...place} />}
      </WindowTable>
    </div>
  )
}

interface DeliveryCellsProps extends EnvironmentKey {
  delivery: Delivery
  tabIndex: 0 | -1
}

/** Those of one of hundreds that are asked for anew every second: drawn again only where its delivery changed. */
const DeliveryCells = memo(function DeliveryCells({ delivery, tabIndex, projectId, environment }: DeliveryCellsProps) {
  const { state, took_ms, updated_at, code, detail, connected } = delivery
  const why = [code, detail].flatMap((text) => (text === null || text === '' ? [] : isolate(text))).join(': ')
  const [name, where] = nameOf(delivery)
  return (
    <>
      <WindowCell>
        <Link
          to="/projects/$projectId/fleet/$instanceId"
          params={{ projectId, instanceId: delivery.instance_id }}
          search={{ environment }}
          tabIndex={tabIndex}
          className="block font-medium break-words hover:underline"
        >
          <Verbatim>{name}</Verbatim>
        </Link>
        <span className="break-words text-muted">
          <Verbatim>{where}</Verbatim>
        </span>
      </WindowCell>
      <WindowCell>
        <Mark look={deliveryLook(state)} />
        {why !== '' && (
          <span className="mt-1 block break-words text-bad">
            <Verbatim>{why}</Verbatim>
          </span>
        )}
        {!connected && <span className="mt-1 block text-muted">Silent: it is not waited for</span>}
      </WindowCell>
      <WindowCell className="whitespace-nowrap tabular-nums">{sayTook(took_ms)}</WindowCell>
      <WindowCell className="whitespace-nowrap">
        <When at={updated_at} />
      </WindowCell>
    </>
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
