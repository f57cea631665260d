import type { BundledPrompt } from '@anvil/shared'
import { CommentedLines } from './commented-lines.js'
import type { ShowText } from '../diffs/diff-view.js'
import type { ReviewDesk } from './review-desk.js'

interface ReviewedTextProps {
  desk: ReviewDesk
  promptId: string
  /** What the locked version says; undefined of a prompt that is new. */
  from: BundledPrompt | undefined
  to: BundledPrompt
}

/** Shows what prompts say so that it can be commented on. */
export function showTextOf(desk: ReviewDesk): ShowText {
  return (id, from, to) => <ReviewedText desk={desk} promptId={id} from={from} to={to} />
}

/** What a prompt says, to be commented on: its text, or its messages one by one. */
function ReviewedText({ desk, promptId, from, to }: ReviewedTextProps) {
  if (to.kind === 'text') {
    const before = from?.kind === 'text' ? from.template : ''
    return <CommentedLines {...{ desk, promptId }} message={null} from={before} to={to.template} />
  }
  const before = from?.kind === 'chat' ? from.messages : []
  return (
    <div className="space-y-2">
      {to.messages.map(({ role, template }, at) => (
        <div key={at}>
          <p className="mb-1 font-mono text-muted">[{role}]</p>
          <CommentedLines {...{ desk, promptId }} message={at} from={before[at]?.template ?? ''} to={template} />
        </div>
      ))}
      {before.length > to.messages.length && (
        <p className="text-muted">The last {before.length - to.messages.length} of its messages before are gone.</p>
      )}
    </div>
  )
}
