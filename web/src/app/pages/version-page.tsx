import { AnvilError, isolate } from '@anvil/shared'
import type { PromptSet, VersionDetail } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Mark } from '../../components/mark.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { promptSetQuery } from '../../features/prompt-sets/api.js'
import { versionQuery, versionsQuery } from '../../features/versions/api.js'
import { ArchivedNotice } from '../../features/versions/archived-notice.js'
import { ARCHIVED, KindMark, RunsInMark } from '../../features/versions/kind-mark.js'
import { sayPrompts, versionBefore } from '../../features/versions/say-version.js'
import { useRunsIn } from '../../features/versions/use-runs-in.js'
import { VerifyPanel } from '../../features/versions/verify-panel.js'
import { VersionActions } from '../../features/versions/version-actions.js'
import { VersionFacts } from '../../features/versions/version-facts.js'
import { isVersionNumber } from '../../features/versions/version-search.js'
import { VersionTexts } from '../../features/versions/version-texts.js'
import { VersionsBack } from '../../features/versions/versions-back.js'
import { LostPage } from './lost-page.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId/versions/$version')

/** One version of a prompt set: who made it, what it says, where it runs, and how to verify it. */
export function VersionPage() {
  const { version: number, ...key } = route.useParams()
  const set = useQuery(promptSetQuery(key.projectId, key.promptSetId))
  const isNumber = isVersionNumber(number)
  const version = useQuery({ ...versionQuery(key, number), enabled: isNumber })
  if (!isNumber || (version.error instanceof AnvilError && version.error.code === 'version.not_found')) {
    return <LostPage />
  }
  return (
    <>
      {(set.data === undefined || version.data === undefined) && <PageHead title={`Version ${number}`} />}
      <QueryFace query={set}>
        {(found) => (
          <QueryFace query={version}>{(detail) => <Face key={detail.id} set={found} version={detail} />}</QueryFace>
        )}
      </QueryFace>
    </>
  )
}

function Face({ set, version }: { set: PromptSet; version: VersionDetail }) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const { data: versions = [] } = useQuery(versionsQuery(key))
  const runsIn = useRunsIn(key)(version.id)
  return (
    <>
      <VersionsBack set={set} toVersions />
      <PageHead title={`${isolate(set.name)} ${version.version}`} />
      <p className="-mt-3 mb-5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <KindMark kind={version.kind} />
        <RunsInMark environments={runsIn} />
        {version.archived_at !== null && <Mark look={ARCHIVED} />}
        {version.note !== '' && <span className="min-w-0 break-words">{version.note}</span>}
      </p>
      <ArchivedNotice set={set} />
      <VersionActions {...{ set, version }} before={versionBefore(versions, version)?.version} />
      <div className="mt-6 space-y-6">
        <Section title="What it is">
          <VersionFacts version={version} />
        </Section>
        <Section title="Download and verify">
          <VerifyPanel {...{ set, version, runsIn }} />
        </Section>
        <Section title="What it says" detail={sayPrompts(version.prompt_count)}>
          <VersionTexts version={version} />
        </Section>
      </div>
    </>
  )
}
