import { RefreshCw } from 'lucide-react'
import { Button } from '../../components/button.js'

interface StaleNoticeProps {
  isOld: boolean
  /** The prompts that differ from what was on the screen before. */
  changed: readonly string[]
  readAgain: () => void
}

/** Says that somebody went on writing while the person was reading, and afterwards what they wrote. */
export function StaleNotice({ isOld, changed, readAgain }: StaleNoticeProps) {
  return (
    <div role="status">
      {(isOld || changed.length > 0) && (
        <div className="mb-5 flex flex-wrap items-center gap-3 rounded-md border border-warn bg-warn-wash p-3">
          <RefreshCw aria-hidden="true" className="size-4 shrink-0 text-warn" />
          {isOld ? (
            <>
              <p className="min-w-0 flex-1">The draft was changed since you opened it. You see the text as it was.</p>
              <Button onClick={readAgain}>Show the new text</Button>
            </>
          ) : (
            <p className="min-w-0 flex-1 break-words">
              You see the new text. Changed since you looked: {changed.join(', ')}.
            </p>
          )}
        </div>
      )}
    </div>
  )
}
