import type { PastDelivery } from '@anvil/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { Verbatim } from '../../components/verbatim.js'
import type { EnvironmentKey } from '../publications/api.js'
import { deliveryLook } from '../publications/delivery-look.js'
import { sayTook } from '../publications/say-publication.js'
import { pastDeliveriesQuery } from './api.js'
import { sayPlace, sayVersions } from './say-fleet.js'

const HEADS = ['Publication', 'What it did', 'Took', 'Published', 'Heard']

/** What one instance did with the publications of its environment, the newest first. */
export function PastDeliveries({ place, instanceId }: { place: EnvironmentKey; instanceId: string }) {
  const query = useInfiniteQuery(pastDeliveriesQuery(place, instanceId))
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  return (
    <QueryFace query={query} lines={3}>
      {({ pages }) => {
        const deliveries = pages.flatMap((page) => page.deliveries)
        if (deliveries.length === 0)
          return (
            <p className="text-muted">Nothing was published while it was there. It took what it runs when it came.</p>
          )
        return (
          <div className="space-y-3">
            <Table label="Deliveries of this instance" heads={HEADS}>
              {deliveries.map((delivery) => (
                <Row key={delivery.publication_id} place={place} delivery={delivery} />
              ))}
            </Table>
            {isFetchNextPageError && <Problem error={query.error} />}
            {hasNextPage && (
              <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Show older ones
              </Button>
            )}
          </div>
        )
      }}
    </QueryFace>
  )
}

function Row({ place: { projectId, environment }, delivery }: { place: EnvironmentKey; delivery: PastDelivery }) {
  const { publication_id, state, took_ms, code, detail } = delivery
  const why = state === 'frozen' ? '' : [code, detail].filter(Boolean).join(': ')
  return (
    <tr>
      <Cell className="min-w-40">
        <Link
          to="/projects/$projectId/publications/$publicationId"
          params={{ projectId, publicationId: publication_id }}
          search={{ environment }}
          className="inline-block min-h-6 font-medium tabular-nums underline underline-offset-4"
        >
          {sayPlace(delivery)}
        </Link>
        <span className="block break-words text-muted">
          <Verbatim>{sayVersions(delivery.versions)}</Verbatim>
        </span>
      </Cell>
      <Cell>
        <Mark look={deliveryLook(state)} />
        {why !== '' && (
          <span className="mt-1 block max-w-80 break-words text-bad">
            <Verbatim>{why}</Verbatim>
          </span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">{sayTook(took_ms)}</Cell>
      <Cell className="whitespace-nowrap">
        <When at={delivery.published_at} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <When at={delivery.updated_at} />
      </Cell>
    </tr>
  )
}
