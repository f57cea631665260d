import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { ReviewLines } from '../../features/reviews/review-lines.js'

const route = getRouteApi('/inside/projects/$projectId/reviews')

/** The prompt sets that wait for approval or for being locked. */
export function ReviewsPage() {
  const { projectId } = route.useParams()
  const sets = useQuery(promptSetsQuery(projectId))
  return (
    <>
      <PageHead title="Reviews" />
      <QueryFace query={sets}>
        {(all) => {
          const inReview = all.filter(({ status }) => status === 'REVIEW')
          if (inReview.length > 0) return <ReviewLines projectId={projectId} sets={inReview} />
          return <Empty>Nothing waits for review. A review is requested on the page of a prompt set.</Empty>
        }}
      </QueryFace>
    </>
  )
}
