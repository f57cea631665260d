import type { Policy } from '@anvil/shared/api'
import { useState } from 'react'
import { browserStore } from '../../lib/browser-store.js'
import { useSession } from '../../lib/use-session.js'
import { PolicyCopies, type PolicyCopy } from './policy-copies.js'
import { bringBack, conflictOf, replaceTheirs, saved, takeTheirs, write } from './policy-writing.js'

const copies = new PolicyCopies(browserStore)
window.addEventListener('beforeunload', (event) => {
  if (copies.wouldLose()) event.preventDefault()
})

/** What somebody writes of a policy. Whatever comes or is chosen instead, it is kept or set aside, never lost. */
export function usePolicyText(projectId: string, policy: Policy) {
  const place = { userId: useSession()?.user.id ?? '', projectId }
  const [copy, setCopy] = useState(() => copies.read(place))
  const [isFound, setFound] = useState(copy.written !== null)
  const { written, aside } = copy
  const keep = (next: PolicyCopy): void => {
    copies.keep(place, next)
    setCopy(next)
    setFound(false)
  }
  return {
    yaml: written?.yaml ?? policy.yaml,
    seen: written?.seen ?? policy.number,
    conflict: conflictOf(copy, policy),
    isWritten: written !== null,
    /** Whether it was left here before and found again. */
    isFound,
    aside,
    write: (yaml: string): void => keep(write(copy, policy, yaml)),
    replaceTheirs: (yaml: string): void => keep(replaceTheirs(copy, policy, yaml)),
    takeTheirs: (): void => keep(takeTheirs(copy, policy)),
    bringBack: (): void => keep(bringBack(copy, policy)),
    dismiss: (): void => keep({ written, aside: null }),
    saved: (sent: string, number: number): void => keep(saved(copies.read(place), sent, number)),
  }
}

export type PolicyTextDesk = ReturnType<typeof usePolicyText>
