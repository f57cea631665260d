import { diffWordsWithSpace } from 'diff'
import { foldUnchanged } from './fold-unchanged.js'

/** How long words may be matched, in milliseconds; texts that differ too much are shown whole, old and new. */
const PATIENCE_MS = 300

interface Part {
  value: string
  added: boolean
  removed: boolean
}

/** Two texts as one, with the words that go struck out and those that come underlined. */
export function TextDiff({ from, to }: { from: string; to: string }) {
  const parts = partsOf(from, to)
  return (
    <>
      {parts.map(({ value, added, removed }, index) => {
        if (removed) return <Removed key={index} text={value} />
        if (added) return <Added key={index} text={value} />
        return (
          <span key={index}>{foldUnchanged(value, { isFirst: index === 0, isLast: index === parts.length - 1 })}</span>
        )
      })}
    </>
  )
}

function Removed({ text }: { text: string }) {
  return (
    <del className="rounded-sm bg-bad-wash text-bad">
      <span className="sr-only"> removed: </span>
      {text}
    </del>
  )
}

function Added({ text }: { text: string }) {
  return (
    <ins className="rounded-sm bg-good-wash text-good underline-offset-2">
      <span className="sr-only"> added: </span>
      {text}
    </ins>
  )
}

function partsOf(from: string, to: string): readonly Part[] {
  return (
    diffWordsWithSpace(from, to, { timeout: PATIENCE_MS }) ?? [
      { value: from, added: false, removed: true },
      { value: to, added: true, removed: false },
    ]
  )
}
