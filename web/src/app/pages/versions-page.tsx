import { isolate } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ActionLink } from '../../components/action-link.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { promptSetQuery } from '../../features/prompt-sets/api.js'
import { versionsQuery } from '../../features/versions/api.js'
import { ArchivedNotice } from '../../features/versions/archived-notice.js'
import { Comparison } from '../../features/versions/comparison.js'
import { Timeline } from '../../features/versions/timeline.js'
import { VersionsBack } from '../../features/versions/versions-back.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId/versions')

/** The versions of a prompt set over time, or what changed between two of them. */
export function VersionsPage() {
  const { projectId, promptSetId } = route.useParams()
  const set = useQuery(promptSetQuery(projectId, promptSetId))
  return (
    <>
      {set.data === undefined && <PageHead title="Versions" />}
      <QueryFace query={set}>{(found) => <Face set={found} />}</QueryFace>
    </>
  )
}

function Face({ set }: { set: PromptSet }) {
  const { kind, from, to } = route.useSearch()
  const query = useQuery(versionsQuery({ projectId: set.project_id, promptSetId: set.id }))
  const name = isolate(set.name)
  const isComparing = from !== undefined && to !== undefined
  return (
    <>
      <VersionsBack set={set} toVersions={isComparing} />
      <PageHead title={isComparing ? `Changes of ${name}` : `Versions of ${name}`} />
      <ArchivedNotice set={set} />
      <QueryFace query={query}>
        {(versions) => {
          if (isComparing) return <Comparison {...{ set, versions, from, to }} />
          if (versions.length === 0) return <Nothing set={set} />
          return <Timeline {...{ set, versions }} onlyLocked={kind === 'locked'} />
        }}
      </QueryFace>
    </>
  )
}

function Nothing({ set }: { set: PromptSet }) {
  const params = { projectId: set.project_id, promptSetId: set.id }
  return (
    <Empty
      action={
        <ActionLink look="main" link={{ to: '/projects/$projectId/prompts/$promptSetId/review', params }}>
          Review and lock …
        </ActionLink>
      }
    >
      No version was made yet. Locking the draft makes the first, which stays as it is for ever.
    </Empty>
  )
}
