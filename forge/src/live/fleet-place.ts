import type { Position } from '@anvil/shared'
import type { FleetPlace } from '@anvil/shared/api'
import { comparePositions } from '@anvil/shared/bundle'
import type { PlaceRow } from './fleet-place-store.js'
import { toVersions } from './to-versions.js'

type Where = Pick<FleetPlace, 'epoch' | 'sequence'>

/** What runs at a place, against the environment's head. */
export function fleetPlace(
  { epoch, sequence }: Where,
  head: Position,
  rows: ReadonlyMap<number, PlaceRow>,
): FleetPlace {
  const lacking = { behind: 0, behind_since: null }
  if (epoch === null || sequence === null) {
    const nowhere = { epoch: null, sequence: null, publication_id: null, versions: [] }
    return { ...nowhere, standing: 'nothing', ...lacking }
  }
  const { publication_id = null, bundles = [], behind = 0, behind_since = null } = rows.get(sequence) ?? {}
  const beyond = comparePositions({ epoch, sequence }, head)
  return {
    epoch,
    sequence,
    publication_id,
    versions: toVersions(bundles),
    standing: beyond === 0 ? 'current' : beyond > 0 ? 'ahead' : 'behind',
    behind,
    behind_since: behind_since?.toISOString() ?? null,
  }
}
