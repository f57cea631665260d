import { QuotaList } from '@anvil/shared/api'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'

/** How much an organisation has and may have. */
export const quotasQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'quotas'],
    queryFn: async () => (await request(QuotaList, `/organisations/${organisationId}/quotas`)).quotas,
  })
