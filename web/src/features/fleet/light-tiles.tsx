import type { FleetSummary, Light } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { Mark } from '../../components/mark.js'
import type { EnvironmentKey } from '../publications/api.js'
import type { FleetSearch } from './fleet-search.js'
import { lookOf, shownLights } from './light.js'

interface LightTilesProps {
  lights: FleetSummary['lights']
  place: EnvironmentKey
  /** The light of which alone instances are shown now; its tile leads back to all of them. */
  chosen?: Light | undefined
  /** What else is looked for. */
  search?: Pick<FleetSearch, 'q' | 'runs'>
}

/** How many instances show which light; each leads to those. */
export function LightTiles({ lights, place: { projectId, environment }, chosen, search = {} }: LightTilesProps) {
  return (
    <ul aria-label="Instances by state" className="flex flex-wrap gap-2">
      {shownLights(lights).map(({ light, count }) => (
        <li key={light}>
          <Link
            to="/projects/$projectId/fleet"
            params={{ projectId }}
            search={{ ...search, environment, light: light === chosen ? undefined : light }}
            activeProps={{}}
            aria-current={light === chosen ? 'page' : undefined}
            className="flex items-center gap-1.5 rounded-md border border-line bg-surface px-2 py-1.5 hover:bg-sunken aria-[current=page]:border-accent aria-[current=page]:bg-accent-wash"
          >
            <span className="text-base font-semibold tabular-nums">{count}</span>
            <Mark look={lookOf(light)} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
