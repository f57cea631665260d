import { AnvilError } from '@anvil/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BackLink } from '../../components/back-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { When } from '../../components/when.js'
import { auditEntryQuery } from '../../features/audit/api.js'
import { EntryFacts } from '../../features/audit/entry-facts.js'
import { EntrySentence } from '../../features/audit/entry-sentence.js'
import { useSetNames } from '../../features/prompt-sets/use-set-names.js'
import { LostPage } from './lost-page.js'

const route = getRouteApi('/inside/projects/$projectId/audit/$entryNumber')
const LOST = ['audit_entry.not_found', 'request.invalid']

/** One entry of the audit trail, at an address of its own. */
export function AuditEntryPage() {
  const { projectId, entryNumber } = route.useParams()
  const query = useQuery(auditEntryQuery(projectId, entryNumber))
  const setNames = useSetNames(projectId)
  if (query.error instanceof AnvilError && LOST.includes(query.error.code)) return <LostPage />
  return (
    <>
      <BackLink to="/projects/$projectId/audit" params={{ projectId }} search={{}}>
        Audit
      </BackLink>
      <PageHead title={`Entry #${entryNumber}`} />
      <QueryFace query={query}>
        {(entry) => (
          <>
            <p className="-mt-3 mb-5 break-words">
              <EntrySentence entry={entry} setNames={setNames} />{' '}
              <span className="text-muted">
                <When at={entry.created_at} />
              </span>
            </p>
            <div className="rounded-md border border-line bg-surface p-4">
              <EntryFacts entry={entry} />
            </div>
          </>
        )}
      </QueryFace>
    </>
  )
}
