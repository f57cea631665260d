import type { PolicySummary } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryFace } from '../../components/query-face.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { TextDiff } from '../diffs/text-diff.js'
import { policiesQuery, policyNumberedQuery } from './api.js'

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
            {list.map((policy) => (
              <Past key={policy.number} projectId={projectId} policy={policy} />
            ))}
          </ol>
        )
      }
    </QueryFace>
  )
}

function Past({ projectId, policy: { number, created_by, created_at } }: { projectId: string; policy: PolicySummary }) {
  const [isOpen, setOpen] = useState(false)
  if (number === 0) return <li>Policy 0, the usual one</li>
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="min-h-6 cursor-pointer">
          Policy {number}, by {created_by ? <Verbatim>{created_by.name}</Verbatim> : 'the operator'},{' '}
          <When at={created_at} />
        </summary>
        {isOpen && <Change projectId={projectId} number={number} />}
      </details>
    </li>
  )
}

function Change({ projectId, number }: { projectId: string; number: number }) {
  const policy = useQuery(policyNumberedQuery(projectId, number))
  const before = useQuery(policyNumberedQuery(projectId, number - 1))
  return (
    <QueryFace query={before} lines={2}>
      {({ yaml: from }) => (
        <QueryFace query={policy} lines={2}>
          {({ yaml: to }) => (
            <pre
              tabIndex={0}
              aria-label={`What policy ${number} changed`}
              className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-surface p-3 whitespace-pre-wrap"
            >
              <TextDiff from={from} to={to} />
            </pre>
          )}
        </QueryFace>
      )}
    </QueryFace>
  )
}
