import type { Policy } from '@anvil/shared/api'
import { useState } from 'react'
import { browserStore } from '../../lib/browser-store.js'
import { useSession } from '../../lib/use-session.js'
import { PolicyCopies, type PolicyCopy } from './policy-copies.js'

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
  const isConflict = written !== null && written.seen !== policy.number && written.yaml !== policy.yaml
  const now = { seen: policy.number, began: policy.yaml }
  const leaveText = written && written.yaml !== policy.yaml ? written.yaml : aside
  return {
    yaml: written?.yaml ?? policy.yaml,
    seen: written?.seen ?? policy.number,
    /** What both sides began with, where another policy came into force meanwhile. */
    conflict: isConflict ? { base: written.began } : undefined,
    isWritten: written !== null,
    /** Whether it was left here before and found again. */
    isFound,
    aside,
    write: (yaml: string): void => {
      const began = written ?? now
      const isBack = yaml === policy.yaml && began.seen === policy.number
      keep({ aside, written: isBack ? null : { yaml, seen: began.seen, began: began.began } })
    },
    /** Goes on with a text in the place of the policy that is in force now. */
    replaceTheirs: (yaml: string): void => keep({ aside, written: yaml === policy.yaml ? null : { yaml, ...now } }),
    /** Goes back to what is in force. */
    takeTheirs: (): void => keep({ written: null, aside: leaveText }),
    bringBack: (): void => {
      if (aside !== null) keep({ written: { yaml: aside, ...now }, aside: written?.yaml ?? null })
    },
    dismiss: (): void => keep({ written, aside: null }),
    /** A text is in force now; what was written since it was sent goes on from there. */
    saved: (sent: string, number: number): void => {
      const last = copies.read(place)
      const more = last.written !== null && last.written.yaml !== sent ? last.written.yaml : undefined
      keep({ ...last, written: more === undefined ? null : { yaml: more, seen: number, began: sent } })
    },
  }
}

export type PolicyTextDesk = ReturnType<typeof usePolicyText>
