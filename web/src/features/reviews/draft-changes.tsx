import type { Draft } from '@anvil/shared/api'
import { Section } from '../../components/section.js'
import { DiffView, type ShowText } from '../diffs/diff-view.js'
import { sayDiff } from '../diffs/say-diff.js'
import { useViewed } from './use-viewed.js'

/** What a draft changes, prompt by prompt, each to be ticked once it was viewed. */
export function DraftChanges({ draft, showText }: { draft: Draft; showText?: ShowText | undefined }) {
  const { ticks, count, total } = useViewed(draft)
  return (
    <Section
      title="Changes"
      detail={`${sayDiff(draft.diff)} since ${draft.locked_version ?? 'nothing was locked yet'}`}
    >
      <p role="status" className="mb-3 text-muted tabular-nums">
        {total > 0 && `${count} of ${total} viewed`}
      </p>
      <DiffView diff={draft.diff} texts={draft.snapshot} ticks={ticks} showText={showText} />
    </Section>
  )
}
