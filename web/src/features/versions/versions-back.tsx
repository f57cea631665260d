import type { PromptSet } from '@anvil/shared/api'
import { BackLink } from '../../components/back-link.js'
import { Verbatim } from '../../components/verbatim.js'

/** The way up from a page about versions: to all of them, or to the prompt set. */
export function VersionsBack({ set, toVersions }: { set: PromptSet; toVersions: boolean }) {
  const params = { projectId: set.project_id, promptSetId: set.id }
  if (!toVersions) {
    return (
      <BackLink to="/projects/$projectId/prompts/$promptSetId" params={params}>
        {set.name}
      </BackLink>
    )
  }
  return (
    <BackLink to="/projects/$projectId/prompts/$promptSetId/versions" params={params}>
      Versions of <Verbatim>{set.name}</Verbatim>
    </BackLink>
  )
}
