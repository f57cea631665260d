import type { Prompt } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'
import { Button } from '../../components/button.js'
import { TextDiff } from '../diffs/text-diff.js'
import { type Content, contentOf } from './content.js'
import { contentDifferences, type Difference, textDifference } from './content-differences.js'
import { DifferenceRows } from './difference-rows.js'

interface ConflictViewProps {
  mine: Content
  theirs: Prompt
  /** What both began with, where that is still known. */
  base: Content | undefined
  onKeepMine: () => void
  onTakeTheirs: () => void
  onRewrite: (mine: Content) => void
}

/** What somebody else wrote meanwhile, beside one's own text, and the ways on; nothing is lost by either. */
export function ConflictView({ mine, theirs, base, onKeepMine, onTakeTheirs, onRewrite }: ConflictViewProps) {
  const sides = { mine, theirs: contentOf(theirs), base }
  const text = textDifference(sides)
  const rest = contentDifferences(sides)
  const take = (differences: readonly Difference[]) =>
    onRewrite(differences.reduce((content, { takeTheirs }) => takeTheirs(content), mine))
  const untouched = [...(text ? [text] : []), ...rest].filter(({ isTheirsOnly }) => isTheirsOnly)
  return (
    <section aria-labelledby="conflict" className="mb-4 rounded-md border border-bad bg-surface p-4">
      <h2 id="conflict" tabIndex={-1} className="flex items-center gap-2 text-base font-semibold">
        <TriangleAlert aria-hidden="true" className="size-4 text-bad" />
        {theirs.updated_by?.name ?? 'Somebody'} changed this prompt while you were writing
      </h2>
      <p className="mt-1 mb-3 text-muted">
        Compare, and put together below what both should say. Then keep yours, or take theirs: yours is set aside and
        can be brought back.
      </p>
      {text ? <Texts text={text} onTake={() => take([text])} /> : <p>The text is the same on both sides.</p>}
      {rest.length > 0 && <DifferenceRows differences={rest} onTake={(one) => take([one])} />}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="main" onClick={onKeepMine}>
          Keep mine
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
        {untouched.length > 0 && (
          <Button
            onClick={() => {
              take(untouched)
              document.getElementById('conflict')?.focus()
            }}
          >
            Use theirs for {sayCount(untouched.length)} only they changed
          </Button>
        )}
      </div>
    </section>
  )
}

const sayCount = (count: number): string => (count === 1 ? 'the one thing' : `the ${count} things`)

function Texts({ text, onTake }: { text: Difference; onTake: () => void }) {
  const [theirs, mine] = [text.theirs ?? '', text.mine ?? '']
  return (
    <>
      <div className="grid gap-3 lg:grid-cols-2">
        <Side title="Theirs">{theirs}</Side>
        <Side title="From theirs to yours">
          <TextDiff from={theirs} to={mine} />
        </Side>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <Button onClick={onTake}>Use their text</Button>
        {text.isTheirsOnly && <p className="text-muted">You did not change the text.</p>}
      </div>
    </>
  )
}

function Side({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium">{title}</h3>
      <pre
        tabIndex={0}
        aria-label={title}
        role="region"
        className="max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono break-words whitespace-pre-wrap"
      >
        {children}
      </pre>
    </div>
  )
}
