import type { BundledPrompt } from '@anvil/shared'
import type { Diff } from '@anvil/shared/api'
import { Minus, Pencil, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.js'
import { Mark, type MarkLook } from '../../components/mark.js'
import { BreakingList } from './breaking-list.js'
import { type DiffEntry, diffEntries } from './diff-entries.js'
import { IncludeChanges } from './include-changes.js'
import { NameList } from './name-list.js'
import { ChangedPrompt } from './prompt-change.js'
import { promptText } from './prompt-text.js'
import { TextBox } from './text-box.js'

const STEP = 25
const LOOKS = {
  removed: { tone: 'bad', icon: Minus, word: 'Removed' },
  changed: { tone: 'quiet', icon: Pencil, word: 'Changed' },
  added: { tone: 'good', icon: Plus, word: 'Added' },
} satisfies Record<string, MarkLook>

/** Which prompts were viewed; what is ticked folds up. */
export interface Ticks {
  has: (id: string) => boolean
  toggle: (id: string) => void
}

interface DiffViewProps {
  diff: Diff
  /** What new prompts say. */
  texts?: Readonly<Record<string, BundledPrompt>>
  /** Where prompts can be ticked as viewed. */
  ticks?: Ticks | undefined
  /** Shows what a prompt says, where that is more than words: `from` is undefined of a new one. */
  showText?: ShowText | undefined
}

/** Shows what a prompt said and says. */
export type ShowText = (id: string, from: BundledPrompt | undefined, to: BundledPrompt) => ReactNode

/** A comparison, prompt by prompt; what breaks callers comes first. */
export function DiffView({ diff, texts, ticks, showText }: DiffViewProps) {
  const [shown, setShown] = useState(STEP)
  const { entries, removed, added } = diffEntries(diff, texts)
  const left = entries.length - shown
  return (
    <div className="space-y-4">
      {diff.breaking.length > 0 && <BreakingList breaking={diff.breaking} />}
      {removed.length > 0 && <NameList look={LOOKS.removed} ids={removed} />}
      {entries.slice(0, shown).map((entry) => (
        <Entry key={entry.id} entry={entry} ticks={ticks} showText={showText} />
      ))}
      {left > 0 && <Button onClick={() => setShown(shown + STEP)}>Show {Math.min(STEP, left)} more</Button>}
      {added.length > 0 && <NameList look={LOOKS.added} ids={added} />}
      {diff.includes.length > 0 && <IncludeChanges changes={diff.includes} />}
    </div>
  )
}

interface EntryProps {
  entry: DiffEntry
  ticks: Ticks | undefined
  showText: ShowText | undefined
}

function Entry({ entry, ticks, showText }: EntryProps) {
  const { id, breaking, change, text } = entry
  const isFolded = ticks?.has(id) === true
  return (
    <article aria-label={id} className="rounded-md border border-line bg-surface p-4">
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-mono font-medium break-all">{id}</h3>
        <Mark look={change ? LOOKS.changed : LOOKS.added} />
        {ticks && <Tick id={id} isTicked={isFolded} onToggle={() => ticks.toggle(id)} />}
      </header>
      {!isFolded && (
        <div className="mt-2">
          {change && <ChangedPrompt change={change} breaking={breaking} showText={showText} />}
          {text && (showText?.(id, undefined, text) ?? <TextBox label={`Text of ${id}`}>{promptText(text)}</TextBox>)}
        </div>
      )}
    </article>
  )
}

function Tick({ id, isTicked, onToggle }: { id: string; isTicked: boolean; onToggle: () => void }) {
  return (
    <label className="ml-auto flex min-h-6 cursor-pointer items-center gap-2">
      <input type="checkbox" checked={isTicked} onChange={onToggle} className="size-4 accent-accent" />
      <span>
        Viewed <span className="sr-only">{id}</span>
      </span>
    </label>
  )
}
