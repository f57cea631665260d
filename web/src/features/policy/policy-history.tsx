import type { Policy } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { QueryFace } from '../../components/query-face.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { TextDiff } from '../diffs/text-diff.js'
import { policiesQuery } from './api.js'

/** Every policy that was ever in force, newest first, each with what it changed. */
export function PolicyHistory({ projectId }: { projectId: string }) {
  const policies = useQuery(policiesQuery(projectId))
  return (
    <QueryFace query={policies} lines={2}>
      {(list) =>
        list.length === 1 ? (
          <p className="text-muted">The usual policy is in force; nobody has changed it.</p>
        ) : (
          <ol aria-label="Policies" className="space-y-2">
            {list.map((policy, index) => (
              <Past key={policy.number} policy={policy} before={list[index + 1]} />
            ))}
          </ol>
        )
      }
    </QueryFace>
  )
}

function Past({
  policy: { number, yaml, created_by, created_at },
  before,
}: {
  policy: Policy
  before: Policy | undefined
}) {
  if (!before) return <li>Policy 0, the usual one</li>
  return (
    <li>
      <details>
        <summary className="min-h-6 cursor-pointer">
          Policy {number}, by {created_by ? <Verbatim>{created_by.name}</Verbatim> : 'the operator'},{' '}
          <When at={created_at} />
        </summary>
        <pre
          tabIndex={0}
          aria-label={`What policy ${number} changed`}
          className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-surface p-3 whitespace-pre-wrap"
        >
          <TextDiff from={before.yaml} to={yaml} />
        </pre>
      </details>
    </li>
  )
}
