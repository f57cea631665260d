import type { FleetGroup, LiveInstance } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { Mark } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { WindowCell, WindowTable } from '../../components/window-table.js'
import { Verbatim } from '../../components/verbatim.js'
import { useNow } from '../../lib/use-now.js'
import type { EnvironmentKey } from '../publications/api.js'
import { lookOf } from './light.js'
import { runsKey, sayLag, sayPlace, sayVersions } from './say-fleet.js'
import { TRUST } from './trust.js'

const HEADS = ['Instance', 'State', 'Runs', 'Last seen', 'Mode and trust', 'Token and client']
const GRID =
  'grid grid-cols-2 items-start gap-x-3 gap-y-1 px-4 lg:grid-cols-[minmax(0,1.3fr)_7rem_minmax(0,1.5fr)_7rem_7rem_minmax(0,1fr)]'
const ROW_PX = 84
const NAMED = 2

interface InstanceRowsProps {
  place: EnvironmentKey
  instances: readonly LiveInstance[]
  /** How many there are with those that are not loaded yet. */
  count: number
  groups: readonly FleetGroup[]
  /** The names of access tokens by their id. */
  tokenNames: ReadonlyMap<string, string>
  onEnd: () => void
}

/** The LIVE instances of an environment, one a line. */
export function InstanceRows({ place, instances, count, groups, tokenNames, onEnd }: InstanceRowsProps) {
  const groupOf = new Map(groups.map((group) => [runsKey(group), group]))
  return (
    <WindowTable
      label="LIVE instances"
      heads={HEADS}
      grid={GRID}
      items={instances}
      count={count}
      keyOf={({ id }) => id}
      rowPx={ROW_PX}
      onEnd={onEnd}
    >
      {(instance, tabIndex) => (
        <InstanceCells
          projectId={place.projectId}
          environment={place.environment}
          instance={instance}
          group={groupOf.get(runsKey(instance))}
          tokenName={tokenNames.get(instance.access_token_id ?? '') ?? '–'}
          tabIndex={tabIndex}
        />
      )}
    </WindowTable>
  )
}

interface InstanceCellsProps extends EnvironmentKey {
  instance: LiveInstance
  group: FleetGroup | undefined
  tokenName: string
  tabIndex: 0 | -1
}

/** Those of one of hundreds that are asked for anew every few seconds: drawn again only where its instance changed. */
const InstanceCells = memo(function InstanceCells({ instance, group, tokenName, tabIndex, ...at }: InstanceCellsProps) {
  const { id, app, host, pid, mode, trust, sdk } = instance
  return (
    <>
      <WindowCell>
        <Link
          to="/projects/$projectId/fleet/$instanceId"
          params={{ projectId: at.projectId, instanceId: id }}
          search={{ environment: at.environment }}
          tabIndex={tabIndex}
          title={app}
          className="block truncate font-medium after:absolute after:inset-0 after:-outline-offset-2 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          <Verbatim>{app === '' ? id : app}</Verbatim>
        </Link>
        <span className="block truncate text-muted" title={host}>
          <Verbatim>{host}</Verbatim> · {pid}
        </span>
      </WindowCell>
      <WindowCell>
        <Mark look={lookOf(instance.light)} />
      </WindowCell>
      <WindowCell className="max-lg:col-span-2">
        <Runs instance={instance} group={group} />
      </WindowCell>
      <WindowCell>
        <When at={instance.last_seen_at} />
      </WindowCell>
      <WindowCell>
        {mode === 'frozen' ? 'FROZEN' : 'ACCEPTING'}
        <span className="block text-muted">{TRUST[trust]}</span>
      </WindowCell>
      <WindowCell>
        <span className="block truncate" title={tokenName}>
          <Verbatim>{tokenName}</Verbatim>
        </span>
        <span className="block truncate text-muted">
          <Verbatim>{sdk}</Verbatim>
        </span>
      </WindowCell>
    </>
  )
})

function Runs({ instance, group }: Pick<InstanceCellsProps, 'instance' | 'group'>) {
  const now = useNow()
  const lag = group && sayLag(group, now)
  return (
    <>
      <span className="block tabular-nums">{sayPlace(instance)}</span>
      {group && group.versions.length > 0 && (
        <span className="block truncate text-muted" title={sayVersions(group.versions)}>
          <Verbatim>{sayVersions(group.versions, NAMED)}</Verbatim>
        </span>
      )}
      {lag !== undefined && <span className="block text-warn">{lag}</span>}
    </>
  )
}
