import type { PromptSet, Version } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionLink } from '../../components/action-link.js'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { ARCHIVED_REASON } from './archived-notice.js'
import { RestoreVersion } from './restore-version.js'
import { DRAFT } from './say-version.js'

interface VersionActionsProps {
  set: PromptSet
  version: Version
  /** The number of the version before it. */
  before: string | undefined
}

/** What can be done with a version; it stays as it is whatever is done. */
export function VersionActions({ set, version: { version, kind }, before }: VersionActionsProps) {
  const [isAsking, setAsking] = useState(false)
  const navigate = useNavigate()
  const params = { projectId: set.project_id, promptSetId: set.id }
  const compare = (from: string, to: string) =>
    ({ to: '/projects/$projectId/prompts/$promptSetId/versions', params, search: { from, to } }) as const
  const whyNot = useWhyNot(set.project_id)
  const isArchived = set.archived_at !== null
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {!isArchived && (
          <ActionLink
            look="main"
            because={whyNot('publication.publish')}
            link={{
              to: '/projects/$projectId/publications/new',
              params: { projectId: set.project_id },
              search: { set: set.id, version, ...(kind !== 'locked' && { environment: 'development' }) },
            }}
          >
            Publish {version} …
          </ActionLink>
        )}
        {before !== undefined && <ActionLink link={compare(before, version)}>Compare with {before}</ActionLink>}
        {set.status !== 'LOCKED' && <ActionLink link={compare(version, DRAFT)}>Compare with the draft</ActionLink>}
        <Button because={isArchived ? ARCHIVED_REASON : whyNot('draft.write')} onClick={() => setAsking(true)}>
          Restore as draft …
        </Button>
      </div>
      <RestoreVersion
        {...{ set, version }}
        open={isAsking}
        onClose={() => setAsking(false)}
        onRestored={() => {
          done(`The draft says what ${version} says now.`)
          void navigate({ to: '/projects/$projectId/prompts/$promptSetId', params })
        }}
      />
    </>
  )
}
