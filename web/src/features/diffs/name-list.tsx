import { Mark, type MarkLook } from '../../components/mark.js'

const SHOWN = 60

/** Prompts of which there is no more to show than their ids. */
export function NameList({ look, ids }: { look: MarkLook; ids: readonly string[] }) {
  const left = ids.length - SHOWN
  return (
    <div className="rounded-md border border-line bg-surface p-4">
      <Mark look={look} />
      <ul aria-label={look.word} className="mt-2 flex flex-wrap gap-x-4 gap-y-1 font-mono">
        {ids.slice(0, SHOWN).map((id) => (
          <li key={id} className="break-all">
            {id}
          </li>
        ))}
        {left > 0 && <li className="font-sans">and {left} more</li>}
      </ul>
    </div>
  )
}
