import type { QuotaKind } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { quotasQuery } from './api.js'

const NAMES: Record<QuotaKind, string> = {
  projects: 'Projects',
  prompts: 'Prompts',
  access_tokens: 'Access tokens in force',
  instances: 'Instances of the last day',
}

const NUMBER = new Intl.NumberFormat('en')

/** How much an organisation has of what it may have. */
export function QuotaList({ organisationId }: { organisationId: string }) {
  const query = useQuery(quotasQuery(organisationId))
  return (
    <Section title="Quotas" detail="Whoever runs this FORGE can change them with “anvil-forge quota set”.">
      <QueryFace query={query} lines={1}>
        {(quotas) => (
          <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            {quotas.map(({ kind, used, most }) => (
              <div key={kind} className="rounded-md border border-line bg-surface px-3 py-2">
                <dt className="text-muted">{NAMES[kind]}</dt>
                <dd className="tabular-nums">
                  <strong className={used >= most ? 'text-bad' : ''}>{NUMBER.format(used)}</strong> of{' '}
                  {NUMBER.format(most)}
                  {used >= most && <span className="block text-bad">No more can be made.</span>}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </QueryFace>
    </Section>
  )
}
