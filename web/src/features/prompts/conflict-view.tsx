import type { Prompt } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../components/button.js'
import { TextDiff } from '../diffs/text-diff.js'
import { type Content, contentOf } from './content.js'
import { contentDifferences, type Difference, textDifference } from './content-differences.js'
import { DifferenceRows } from './difference-rows.js'
import { Verbatim } from '../../components/verbatim.js'
import { MergeRows } from './merge-rows.js'
import { type Merging, useMerging } from './use-merging.js'

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
  const sides = useMemo(() => ({ mine, theirs: contentOf(theirs), base }), [mine, theirs, base])
  const text = textDifference(sides)
  const rest = contentDifferences(sides)
  const merged = useMerging(sides)
  const merging = text && merged
  const take = (differences: readonly Difference[]) => onRewrite(withTheirs(mine, differences))
  const untouched = [...(text ? [text] : []), ...rest].filter(({ isTheirsOnly }) => isTheirsOnly)
  const saveMerged = (merged: Content) => {
    onRewrite(
      withTheirs(
        merged,
        untouched.filter((each) => each !== text),
      ),
    )
    onKeepMine()
  }
  return (
    <section aria-labelledby="conflict" className="mb-4 rounded-md border border-bad bg-surface p-4">
      <Head who={theirs.updated_by?.name ?? 'Somebody'} />
      <TextPart {...{ text, merging }} onTake={(one) => take([one])} />
      {rest.length > 0 && <DifferenceRows differences={rest} onTake={(one) => take([one])} />}
      <div className="mt-3 flex flex-wrap gap-2">
        {merging && <SaveMerged merging={merging} onSave={saveMerged} />}
        <Button look={merging ? 'plain' : 'main'} onClick={onKeepMine}>
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

function Head({ who }: { who: string }) {
  return (
    <>
      <h2 id="conflict" tabIndex={-1} className="flex items-center gap-2 text-base font-semibold">
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-bad" />
        <span className="min-w-0 break-words">
          <Verbatim>{who}</Verbatim> changed this prompt while you were writing
        </span>
      </h2>
      <p className="mt-1 mb-3 text-muted">
        Compare, and choose what the text should say. You can also keep all of yours, or take all of theirs: yours is
        set aside then, and can be brought back.
      </p>
    </>
  )
}

interface TextPartProps {
  text: Difference | undefined
  merging: Merging | undefined
  onTake: (difference: Difference) => void
}

function TextPart({ text, merging, onTake }: TextPartProps) {
  if (!text) return <p>The text is the same on both sides.</p>
  return (
    <>
      {text.isTheirsOnly && <p className="mb-2 text-muted">You did not change the text.</p>}
      {merging ? <MergeRows merging={merging} /> : <Texts text={text} onTake={() => onTake(text)} />}
    </>
  )
}

const withTheirs = (mine: Content, differences: readonly Difference[]): Content =>
  differences.reduce((content, { takeTheirs }) => takeTheirs(content), mine)

function SaveMerged({ merging, onSave }: { merging: Merging; onSave: (merged: Content) => void }) {
  const { open, merged } = merging
  const because =
    open === 0
      ? undefined
      : `Choose a side for ${open === 1 ? 'one more difference' : `${open} more differences`} first.`
  return (
    <Button look="main" because={because} onClick={() => merged && onSave(merged)}>
      Save the merged text
    </Button>
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
      <Button className="mt-2" onClick={onTake}>
        Use their text
      </Button>
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
