import { AuditPage, MemberList } from '@anvil/shared/api'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import type { AuditSearch } from './audit-search.js'

const newest = (): number | null => null

/** The audit trail of a project by page, newest first. */
export const auditQuery = (projectId: string, { area, person }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['projects', projectId, 'audit', area, person],
    queryFn: ({ pageParam }) => {
      const asked = { area, user_id: person, before: pageParam?.toString() }
      const known = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      return request(AuditPage, `/projects/${projectId}/audit?${new URLSearchParams(known)}`)
    },
    initialPageParam: newest(),
    getNextPageParam: ({ next }) => next,
  })

/** The people of an organisation. */
export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'members'],
    queryFn: async () => (await request(MemberList, `/organisations/${organisationId}/members`)).members,
  })
