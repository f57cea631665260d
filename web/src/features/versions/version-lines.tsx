import type { PromptSet, Version } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { useRunsIn } from './use-runs-in.js'
import { DraftLine, VersionLine } from './version-line.js'
import { versionBefore } from './say-version.js'

const STEP = 30

interface VersionLinesProps {
  set: PromptSet
  /** All versions, newest first: a line's changes are those since the one before it, listed or not. */
  versions: readonly Version[]
  onlyLocked: boolean
  chosen: readonly string[]
  /** Ticks a side; there is none where nothing can be compared. */
  onChoose: ((side: string) => void) | undefined
}

/** What a prompt set said over time: the draft where one is open, and below it every version, newest first. */
export function VersionLines({ set, versions, onlyLocked, chosen, onChoose }: VersionLinesProps) {
  const [shown, setShown] = useState(STEP)
  const runsIn = useRunsIn({ projectId: set.project_id, promptSetId: set.id })
  const listed = onlyLocked ? versions.filter(({ kind }) => kind === 'locked') : versions
  const left = listed.length - shown
  return (
    <div className="space-y-3">
      <ol
        aria-label="Versions"
        className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
      >
        {set.status !== 'LOCKED' && <DraftLine {...{ set, chosen, onChoose }} />}
        {listed.slice(0, shown).map((version) => (
          <VersionLine
            key={version.id}
            {...{ set, version, chosen, onChoose }}
            before={versionBefore(versions, version)?.version}
            runsIn={runsIn(version.id)}
          />
        ))}
      </ol>
      {left > 0 && <Button onClick={() => setShown(shown + STEP)}>Show {Math.min(STEP, left)} older</Button>}
    </div>
  )
}
