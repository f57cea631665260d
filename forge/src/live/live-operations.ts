import { DeliveryList, LiveInstanceList } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { method: 'get', tag: 'LIVE instances', access: 'person' } as const
const BASE = '/projects/:projectId/environments/:environment'

export const liveOperations: readonly Operation[] = [
  {
    ...common,
    path: `${BASE}/instances`,
    summary: 'The LIVE instances of an environment',
    answers: { 200: LiveInstanceList },
  },
  {
    ...common,
    path: `${BASE}/publications/:publicationId/deliveries`,
    summary: 'What each LIVE instance did with a publication',
    answers: { 200: DeliveryList },
  },
]
