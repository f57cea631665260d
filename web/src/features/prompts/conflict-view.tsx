import type { Prompt } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'
import { memo, useMemo } from 'react'
import { Button } from '../../components/button.js'
import { TextDiff } from '../diffs/text-diff.js'
import { type Content, contentOf } from './content.js'
import { contentDifferences, type Difference, textDifference } from './content-differences.js'
import { DifferenceRows } from './difference-rows.js'
import { Verbatim } from '../../components/verbatim.js'
import { MergeRows } from './merge-rows.js'
import type { PromptKeeper } from './prompt-keeper.js'
import { type Merging, useMerging } from './use-merging.js'
import { useSettled } from './use-settled.js'

interface ConflictViewProps {
  mine: Content
  theirs: Prompt
  /** What both began with, where that is still known. */
  base: Content | undefined
  /** What goes on with the text as it is by then. */
  keeper: Pick<PromptKeeper, 'get' | 'keepMine' | 'takeTheirs' | 'rewrite'>
  /** Why nothing can be saved now. */
  because: string | undefined
}

/** What somebody else wrote meanwhile, beside one's own text, and the ways on; nothing is lost by either. */
export function ConflictView({ mine, ...more }: ConflictViewProps) {
  return <Comparison mine={useSettled(mine)} {...more} />
}

const Comparison = memo(function Comparison({ mine, theirs, base, keeper, because }: ConflictViewProps) {
  const sides = useMemo(() => ({ mine, theirs: contentOf(theirs), base }), [mine, theirs, base])
  const text = useMemo(() => textDifference(sides), [sides])
  const rest = useMemo(() => contentDifferences(sides), [sides])
  const merged = useMerging(sides, rest)
  const merging = text && merged
  const take = (differences: readonly Difference[]) => keeper.rewrite(withTheirs(keeper.get().content, differences))
  const untouched = [...(text ? [text] : []), ...rest].filter(({ isTheirsOnly }) => isTheirsOnly)
  const saveMerged = () => {
    const merged = merging?.merge(keeper.get().content)
    if (!merged) return
    const others = untouched.filter((each) => each !== text)
    keeper.rewrite(withTheirs(merged, others))
    keeper.keepMine()
  }
  return (
    <section aria-labelledby="conflict" className="mb-4 rounded-md border border-bad bg-surface p-4">
      <Head who={theirs.updated_by?.name ?? 'Somebody'} />
      <TextPart {...{ text, merging }} onTake={(one) => take([one])} />
      {rest.length > 0 && <DifferenceRows differences={rest} merging={merging} onTake={(one) => take([one])} />}
      <div className="mt-3 flex flex-wrap gap-2">
        {merging && <SaveMerged open={merging.open} because={because} onSave={saveMerged} />}
        <Button look={merging ? 'plain' : 'main'} because={because} onClick={() => keeper.keepMine()}>
          Keep mine
        </Button>
        <Button onClick={() => keeper.takeTheirs()}>Take theirs</Button>
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
})

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
        Compare, and choose what the text should say. You can also keep all of yours, or take all of theirs: what you do
        not go on with is set aside, and can be brought back.
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

function SaveMerged({
  open,
  because,
  onSave,
}: Pick<ConflictViewProps, 'because'> & { open: number; onSave: () => void }) {
  const undecided =
    open === 0
      ? undefined
      : `Choose a side for ${open === 1 ? 'one more difference' : `${open} more differences`} first.`
  return (
    <Button look="main" because={because ?? undecided} onClick={onSave}>
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
