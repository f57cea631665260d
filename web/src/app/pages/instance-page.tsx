import type { LiveInstanceDetail } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BackLink } from '../../components/back-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { useTokenNames } from '../../features/access-tokens/use-token-names.js'
import { instanceQuery } from '../../features/fleet/api.js'
import { AskToSync } from '../../features/fleet/ask-to-sync.js'
import { InstanceFacts } from '../../features/fleet/instance-facts.js'
import { PastDeliveries } from '../../features/fleet/past-deliveries.js'
import { sayInstance, sayPlace } from '../../features/fleet/say-fleet.js'
import { SyncResult } from '../../features/fleet/sync-result.js'

const route = getRouteApi('/inside/projects/$projectId/fleet/$instanceId')
const FIRST = 'production'

/** One LIVE instance: what it runs and should, what it said of itself, and what it did with publications. */
export function InstancePage() {
  const { projectId, instanceId } = route.useParams()
  const { environment = FIRST, sync } = route.useSearch()
  const navigate = route.useNavigate()
  const place = { projectId, environment }
  const detail = useQuery(instanceQuery(place, instanceId))
  const tokenId = detail.data?.instance.access_token_id ?? null
  const tokenNames = useTokenNames(projectId, [tokenId])
  const show = (requestId: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, sync: requestId }), replace: true })
  return (
    <>
      <BackLink to="/projects/$projectId/fleet" params={{ projectId }} search={{ environment }}>
        Fleet
      </BackLink>
      <PageHead title={detail.data ? sayInstance(detail.data.instance) : 'Instance'}>
        {detail.data && (
          <AskToSync
            place={place}
            select={{ ids: [instanceId] }}
            {...(detail.data.instance.can_hear && { count: 1 })}
            because="No connection to it stands, so it can’t be told. It looks by itself."
            onAsked={show}
          />
        )}
      </PageHead>
      <QueryFace query={detail}>
        {(known) => (
          <div className="space-y-6">
            {sync !== undefined && <SyncResult place={place} requestId={sync} onClose={() => show(undefined)} />}
            <Frozen detail={known} />
            <InstanceFacts place={place} detail={known} tokenName={tokenNames.get(tokenId ?? '') ?? '–'} />
            <Section title="History" detail="What it did with each publication">
              <PastDeliveries place={place} instanceId={instanceId} />
            </Section>
          </div>
        )}
      </QueryFace>
    </>
  )
}

function Frozen({ detail: { instance, runs } }: { detail: LiveInstanceDetail }) {
  if (instance.mode !== 'frozen') return null
  return (
    <p className="rounded-md border border-warn bg-warn-wash p-3">
      Somebody at this application froze it: it stays on {sayPlace(runs).toLowerCase()}, whatever is published or asked
      of it. Only a person there can unfreeze it.
    </p>
  )
}
