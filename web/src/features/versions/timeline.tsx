import type { PromptSet, Version } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { MainButton } from '../../components/main-button.js'
import { Tabs } from '../../components/tabs.js'
import { choiceOf, sidesOf } from './choose-two.js'
import { VersionLines } from './version-lines.js'

const HERE = '/projects/$projectId/prompts/$promptSetId/versions'

interface TimelineProps {
  set: PromptSet
  versions: readonly Version[]
  onlyLocked: boolean
}

/** The versions of a prompt set, of which two can be chosen to be compared. */
export function Timeline({ set, versions, onlyLocked }: TimelineProps) {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const params = { projectId: set.project_id, promptSetId: set.id }
  const choose = (side: string) =>
    setChosen(chosen.includes(side) ? chosen.filter((one) => one !== side) : [...chosen, side])
  const hasPreReleases = versions.some(({ kind }) => kind !== 'locked')
  const sides = sidesOf(set, versions)
  const choice = choiceOf(chosen, sides)
  const because = 'because' in choice ? choice.because : undefined
  return (
    <>
      {hasPreReleases && (
        <Tabs
          label="Kinds of version"
          tabs={[
            { name: 'All', link: { to: HERE, params, search: {} }, current: !onlyLocked },
            { name: 'Locked only', link: { to: HERE, params, search: { kind: 'locked' } }, current: onlyLocked },
          ]}
        />
      )}
      {sides.length > 1 && (
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <MainButton
            because={because}
            onClick={() => {
              if ('from' in choice) void navigate({ to: HERE, params, search: { from: choice.from, to: choice.to } })
            }}
          >
            {choice.label}
          </MainButton>
          <p role="status" className="text-muted">
            {because}
          </p>
        </div>
      )}
      <VersionLines {...{ set, versions, onlyLocked, chosen }} onChoose={sides.length > 1 ? choose : undefined} />
    </>
  )
}
