import { AuditChain, AuditEntry, AuditPage, MemberList } from '@anvil/shared/api'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request, requestBytes } from '../../lib/forge.js'
import { saveFile } from '../../lib/save-file.js'
import type { AuditSearch } from './audit-search.js'

const newest = (): number | null => null

/** The audit trail of a project by page, newest first. */
export const auditQuery = (projectId: string, { person, ...search }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['projects', projectId, 'audit', search, person],
    queryFn: ({ pageParam }) => {
      const asked = { ...search, user_id: person, before: pageParam?.toString() }
      return request(AuditPage, `/projects/${projectId}/audit?${said(asked)}`)
    },
    initialPageParam: newest(),
    getNextPageParam: ({ next }) => next,
  })

/** One entry of the trail of a project. */
export const auditEntryQuery = (projectId: string, number: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'audit', number],
    queryFn: () => request(AuditEntry, `/projects/${projectId}/audit/${encodeURIComponent(number)}`),
  })

/** How far the trail of an organisation is sealed and signed, as FORGE says. */
export const auditChainQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'audit', 'chain'],
    queryFn: () => request(AuditChain, `/organisations/${organisationId}/audit/chain`),
  })

/** Saves the signed trail of an organisation as a file, around a time where one is given. */
export async function saveTrail(organisationId: string, { from, to }: Pick<AuditSearch, 'from' | 'to'>): Promise<void> {
  const bytes = await requestBytes(`/organisations/${organisationId}/audit/export?${said({ from, to })}`)
  saveFile(EXPORT_FILE, bytes)
}

/** What the file of an export is called. */
export const EXPORT_FILE = 'anvil-audit.jsonl'

function said(asked: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** The people of an organisation. */
export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'members'],
    queryFn: async () => (await request(MemberList, `/organisations/${organisationId}/members`)).members,
  })
