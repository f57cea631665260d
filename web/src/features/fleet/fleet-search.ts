import { FleetFilter, Light } from '@anvil/shared/api'
import { z } from 'zod'

const { q, runs } = FleetFilter.shape

/** Which environment's instances are shown, which of them, and what was asked of them last. */
export const FleetSearch = z.object({
  environment: z.string().optional().catch(undefined),
  light: Light.optional().catch(undefined),
  q: q.catch(undefined),
  runs: runs.catch(undefined),
  sync: z.uuid().optional().catch(undefined),
})
export type FleetSearch = z.infer<typeof FleetSearch>

/** Which environment an instance is of, and what was asked of it last. */
export const InstanceSearch = FleetSearch.pick({ environment: true, sync: true })

/** What is looked for, and on which page, as an address of the API says it. */
export function addressOf(filter: FleetFilter, page: { limit?: number; cursor?: string | null } = {}): string {
  const said = Object.entries({ ...filter, ...page })
  const known = said.flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]]))
  return new URLSearchParams(known).toString()
}

/** What is looked for, as it is asked of FORGE. */
export function filterOf({ light, q, runs }: Omit<FleetSearch, 'environment' | 'sync'>): FleetFilter {
  return { ...(light && { light }), ...(q && { q }), ...(runs && { runs }) }
}
