import { useId } from 'react'
import { TextDiff } from '../diffs/text-diff.js'
import { type MergePart, sayPart, sideOf } from './merge-choices.js'
import type { Hunk, Side } from './merge-text.js'
import type { Merging } from './use-merging.js'

const TITLES = { theirs: 'Theirs', mine: 'Yours' } as const

/** Each difference of the texts with both sides and what comes of it, and the text that is put together. */
export function MergeRows({ merging }: { merging: Merging }) {
  const { texts } = merging
  const different = texts.flatMap(({ name, parts }) =>
    parts.flatMap((part) => ('key' in part ? [{ name, ...part }] : [])),
  )
  return (
    <>
      <ol aria-label="Differences of the text" className="space-y-3">
        {different.map(({ name, key, hunk }, index) => (
          <li key={key}>
            <MergeRow
              title={`${name === '' ? '' : `${name}: `}difference ${index + 1} of ${different.length}`}
              {...{ hunk, merging }}
              id={key}
            />
          </li>
        ))}
      </ol>
      <details className="mt-3">
        <summary className="min-h-6 cursor-pointer rounded">Show the merged text</summary>
        {texts.map(({ name, parts }) => (
          <MergedText key={name} {...{ name, parts, merging }} />
        ))}
      </details>
    </>
  )
}

interface MergeRowProps {
  title: string
  /** By what the difference is chosen. */
  id: string
  hunk: Hunk
  merging: Merging
}

function MergeRow({ title, id, hunk, merging: { choices, choose } }: MergeRowProps) {
  const group = useId()
  const chosen = sideOf({ key: id, hunk }, choices)
  return (
    <fieldset className="min-w-0 rounded-md border border-line p-3">
      <legend className="px-1 font-medium first-letter:uppercase">{title}</legend>
      <p className="mb-2 text-muted">{sayWho(hunk)}</p>
      <div className="grid gap-3 lg:grid-cols-3">
        {(['theirs', 'mine'] as const).map((side) => (
          <div key={side} className="min-w-0">
            <label className="mb-1 flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name={group}
                checked={chosen === side}
                onChange={() => choose(id, side)}
                className="size-4 accent-accent"
              />
              {TITLES[side]}
            </label>
            <Box>
              <SideText hunk={hunk} side={side} />
            </Box>
          </div>
        ))}
        <div className="min-w-0">
          <p className="mb-1 min-h-6">Merged</p>
          <Box>{chosen ? <Words text={hunk[chosen]} /> : <span className="text-warn">Choose a side.</span>}</Box>
        </div>
      </div>
    </fieldset>
  )
}

function sayWho({ by, base }: Hunk): string {
  if (by === 'mine') return 'Only you changed this, so it stays as you wrote it, unless you choose theirs.'
  if (by === 'theirs') return 'Only they changed this, so theirs is taken, unless you choose yours.'
  return base === undefined ? 'Both differ here. Choose one.' : 'Both of you changed this. Choose one.'
}

/** What a side wrote, against what both began with, or where nobody knows that, yours against theirs. */
function SideText({ hunk, side }: { hunk: Hunk; side: Side }) {
  const before = hunk.base ?? hunk.theirs
  return hunk[side] === before ? <Words text={before} /> : <TextDiff from={before} to={hunk[side]} />
}

function Words({ text }: { text: string }) {
  return text === '' ? <span className="text-muted">Nothing</span> : text
}

function Box({ children }: { children: React.ReactNode }) {
  return (
    <div dir="auto" className="rounded-md bg-sunken p-2 font-mono break-words whitespace-pre-wrap">
      {children}
    </div>
  )
}

function MergedText({ name, parts, merging }: { name: string; parts: readonly MergePart[]; merging: Merging }) {
  const label = name === '' ? 'The merged text' : `The merged text of ${name}`
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      dir="auto"
      className="mt-2 max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono break-words whitespace-pre-wrap"
    >
      {parts.map((part, index) => {
        const text = sayPart(part, merging.choices)
        if (text === undefined) return <mark key={index}>[not chosen yet]</mark>
        return 'key' in part ? <mark key={index}>{text}</mark> : text
      })}
    </pre>
  )
}
