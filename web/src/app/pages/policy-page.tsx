import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { policyQuery } from '../../features/policy/api.js'
import { PolicyEditor } from '../../features/policy/policy-editor.js'
import { PolicyHistory } from '../../features/policy/policy-history.js'
import { RuleTable } from '../../features/policy/rule-table.js'
import { useSession } from '../../lib/use-session.js'

const route = getRouteApi('/inside/projects/$projectId/policy')

/** What a project asks of its prompts: its rules, their document, and what both were before. */
export function PolicyPage() {
  const { projectId } = route.useParams()
  const userId = useSession()?.user.id
  const policy = useQuery(policyQuery(projectId))
  return (
    <>
      <PageHead title="Policy" />
      <QueryFace query={policy} lines={8}>
        {(current) => (
          <div className="space-y-6">
            <Section title="Rules" detail={current.number === 0 ? 'The usual policy' : `Policy ${current.number}`}>
              <RuleTable document={current.document} />
            </Section>
            <Section title="Document" detail="What is left out has its usual value">
              <PolicyEditor key={`${userId} ${projectId}`} projectId={projectId} policy={current} />
            </Section>
            <Section title="History">
              <PolicyHistory projectId={projectId} />
            </Section>
          </div>
        )}
      </QueryFace>
    </>
  )
}
