import type { FleetFilter, FleetGroup } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { Section } from '../../components/section.js'
import { Verbatim } from '../../components/verbatim.js'
import { useNow } from '../../lib/use-now.js'
import type { EnvironmentKey } from '../publications/api.js'
import { sayInstances } from '../publications/say-publication.js'
import { AskToSync } from './ask-to-sync.js'
import { runsKey, sayLag, sayPlace, sayStaying, sayVersions } from './say-fleet.js'

const OPEN = 5

interface FleetGroupsProps {
  place: EnvironmentKey
  groups: readonly FleetGroup[]
  /** What instances are looked for beside what they run; of those a group is asked. */
  filter: FleetFilter
  onAsked: (requestId: string) => void
}

/** What the instances run, one group a line, the newest first; each leads to its instances. */
export function FleetGroups({ place, groups, filter, onAsked }: FleetGroupsProps) {
  const [isOpen, setOpen] = useState(false)
  const { runs: chosen, ...rest } = filter
  const shown = isOpen ? groups : groups.filter((group, at) => at < OPEN || runsKey(group) === chosen)
  const folded = groups.length - shown.length
  return (
    <Section title="What they run">
      <ul
        aria-label="Instances by what they run"
        className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
      >
        {shown.map((group) => (
          <GroupLine
            key={runsKey(group)}
            place={place}
            group={group}
            isChosen={runsKey(group) === chosen}
            filter={rest}
            onAsked={onAsked}
          />
        ))}
      </ul>
      {folded > 0 && (
        <Button className="mt-2" onClick={() => setOpen(true)}>
          Show {folded} more {folded === 1 ? 'group' : 'groups'}
        </Button>
      )}
    </Section>
  )
}

interface GroupLineProps extends Omit<FleetGroupsProps, 'groups'> {
  group: FleetGroup
  isChosen: boolean
}

function GroupLine({ place, group, isChosen, filter, onAsked }: GroupLineProps) {
  const now = useNow()
  const lag = sayLag(group, now)
  const staying = lag === undefined ? undefined : sayStaying(group)
  const runs = runsKey(group)
  const isCurrent = group.standing === 'current'
  return (
    <li
      className={`relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 ${isChosen ? 'bg-accent-wash' : ''}`}
    >
      <div className="min-w-0 flex-1 basis-60">
        <Link
          to="/projects/$projectId/fleet"
          params={{ projectId: place.projectId }}
          search={{ ...filter, environment: place.environment, runs: isChosen ? undefined : runs }}
          activeProps={{}}
          aria-current={isChosen ? 'page' : undefined}
          className="inline-block min-h-6 font-medium tabular-nums underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {sayPlace(group)} · {sayInstances(group.instances)}
        </Link>
        <p className="line-clamp-2 break-words text-muted" title={sayVersions(group.versions)}>
          <Verbatim>{sayVersions(group.versions)}</Verbatim>
        </p>
      </div>
      <div className="min-w-0">
        {isCurrent && <Mark look={{ tone: 'good', icon: CircleCheck, word: `What ${place.environment} runs` }} />}
        {lag !== undefined && <p className="text-warn">{lag}</p>}
        {staying !== undefined && <p className="text-muted">{staying}</p>}
      </div>
      {!isCurrent && (
        <div className="relative z-10">
          <AskToSync
            place={place}
            select={{ matching: { ...filter, runs } }}
            count={group.can_hear}
            because="No connection to any of them stands, so they can’t be told. They look by themselves."
            onAsked={onAsked}
          />
        </div>
      )}
    </li>
  )
}
