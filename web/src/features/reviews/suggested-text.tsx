import { TextBox } from '../diffs/text-box.js'
import { TextDiff } from '../diffs/text-diff.js'

/** What lines would say instead, word by word. */
export function SuggestedText({ from, to }: { from: string; to: string }) {
  return (
    <div className="mt-2">
      <p className="mb-1 text-muted">Suggested text</p>
      <TextBox label="Suggested text">
        <TextDiff from={from} to={to} />
      </TextBox>
    </div>
  )
}
