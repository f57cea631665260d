import { isolate } from '@anvil/shared'
import type { Publication } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ActionLink } from '../../components/action-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { deliveriesQuery, type EnvironmentKey, headQuery, publicationQuery } from '../../features/publications/api.js'
import { DeliveryRows } from '../../features/publications/delivery-rows.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { By, KindMark } from '../../features/publications/publication-lines.js'
import { RetryFailed } from '../../features/publications/retry-failed.js'
import { sayChanged } from '../../features/publications/say-publication.js'

const route = getRouteApi('/inside/projects/$projectId/publications/$publicationId')
const FIRST = 'production'

/** One publication: what it moved, and what each instance does with it while it is looked at. */
export function PublicationPage() {
  const { projectId, publicationId } = route.useParams()
  const { environment = FIRST } = route.useSearch()
  const place = { projectId, environment }
  const publication = useQuery(publicationQuery(place, publicationId))
  const deliveries = useQuery(deliveriesQuery(place, publicationId))
  return (
    <>
      <PageHead title={publication.data ? `${environment} #${publication.data.sequence}` : 'Publication'}>
        {publication.data && <GoBack place={place} publication={publication.data} />}
      </PageHead>
      <QueryFace query={publication} lines={3}>
        {(data) => (
          <div className="space-y-6">
            <Act publication={data} />
            <Section title="Instances">
              <QueryFace query={deliveries} lines={3}>
                {(list) => (
                  <DeliveryRows place={place} at={data.created_at} list={list}>
                    <RetryFailed place={place} publication={data} list={list} />
                  </DeliveryRows>
                )}
              </QueryFace>
            </Section>
            <Section title="Runs since">
              <p className="break-words">
                {data.bundles.length === 0
                  ? 'Nothing.'
                  : data.bundles.map(({ prompt_set, version }) => `${isolate(prompt_set)} ${version}`).join(', ')}
              </p>
            </Section>
          </div>
        )}
      </QueryFace>
    </>
  )
}

function Act({ publication }: { publication: Publication }) {
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <KindMark publication={publication} />
        <span className="text-muted">
          <By publication={publication} />
        </span>
      </p>
      <p className="font-medium break-words">{sayChanged(publication.changed)}</p>
      {publication.note !== '' && <p className="break-words">{publication.note}</p>}
    </div>
  )
}

function GoBack({ place, publication }: { place: EnvironmentKey; publication: Publication }) {
  const { projectId, environment } = place
  const { data: head } = useQuery(headQuery(projectId, environment))
  const because = useWhyNot(projectId)('publication.publish')
  const isHead = head?.publication_id === publication.id
  const sequence = isHead ? publication.previous_sequence : publication.sequence
  return (
    <>
      {head && sequence !== null && (
        <ActionLink
          because={because}
          link={{
            to: '/projects/$projectId/publications/new',
            params: { projectId },
            search: { environment, rollback: sequence },
          }}
        >
          {isHead ? `Roll back to #${sequence} …` : 'Roll back to this …'}
        </ActionLink>
      )}
      <ActionLink link={{ to: '/projects/$projectId/publications', params: { projectId }, search: { environment } }}>
        All publications
      </ActionLink>
    </>
  )
}
