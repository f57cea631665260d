import type { Approval, ApprovalList as Approvals } from '@anvil/shared/api'
import { CircleCheck, CircleSlash } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { namesOf } from './next-step.js'
import { Verbatim } from '../../components/verbatim.js'

const COUNTS: MarkLook = { tone: 'good', icon: CircleCheck, word: 'Counts' }
const VOID: MarkLook = { tone: 'warn', icon: CircleSlash, word: 'Void: for another text' }

/** Who approved what, and who wrote it. */
export function ApprovalList({ approvals }: { approvals: Approvals }) {
  const { given, required, authors } = approvals
  return (
    <section aria-labelledby="approvals" className="rounded-md border border-line bg-surface p-4">
      <h2 id="approvals" className="font-semibold">
        Approvals
      </h2>
      <p className="text-muted">
        {given} of {required} needed
      </p>
      {approvals.approvals.length > 0 && (
        <ul className="mt-3 space-y-3">
          {approvals.approvals.map((approval) => (
            <Line key={approval.id} approval={approval} />
          ))}
        </ul>
      )}
      <p className="mt-3 break-words text-muted">
        Written by {authors.length === 0 ? 'nobody since the last version' : namesOf(authors, 'and')}
      </p>
    </section>
  )
}

function Line({ approval }: { approval: Approval }) {
  const { user, counts, own_work, created_at } = approval
  return (
    <li className="space-y-1">
      <p>
        <span className="font-medium break-words">
          <Verbatim>{user.name}</Verbatim>
        </span>{' '}
        <span className="text-muted">
          <When at={created_at} />
          {own_work && ', own work'}
        </span>
      </p>
      <Mark look={counts ? COUNTS : VOID} />
    </li>
  )
}
