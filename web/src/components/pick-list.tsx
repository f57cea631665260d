import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Verbatim } from './verbatim.js'

interface Option {
  key: string
  title: string
  /** More about it, in a line. */
  detail?: string
  /** What it is, in a word. */
  kind: string
  /** Why it can't be picked: it stays there, and says so. */
  because?: string | undefined
}

interface PickListProps<T extends Option> {
  label: string
  text: string
  onType: (text: string) => void
  options: readonly T[]
  /** Whether more may be found in a moment. */
  isLooking: boolean
  onPick: (option: T) => void
}

/** A box to type into above what that finds: arrows choose, Enter or a click picks. */
export function PickList<T extends Option>({ label, text, onType, options, isLooking, onPick }: PickListProps<T>) {
  const [at, setAt] = useState(0)
  const list = useId()
  const chosen = Math.min(at, options.length - 1)
  const pick = (option: T) => {
    if (option.because === undefined) onPick(option)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const option = options[chosen]
    if (step !== undefined) setAt((chosen + step + options.length) % Math.max(1, options.length))
    else if (event.key === 'Enter' && option) pick(option)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen < 0 ? undefined : `${list}-${chosen}`}
        placeholder={label}
        value={text}
        onChange={(event) => {
          onType(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        className="w-full rounded-md border border-strong-line bg-surface px-3 py-2"
      />
      <Options list={list} options={options} chosen={chosen} onPoint={setAt} onPick={pick} />
      <p role="status" className="mt-2 text-muted">
        <Count of={options.length} isLooking={isLooking} />
      </p>
    </>
  )
}

function Count({ of: count, isLooking }: { of: number; isLooking: boolean }) {
  if (isLooking) return 'Looking through the prompts …'
  if (count === 0) return 'Nothing is called that, and no prompt says it.'
  return <span className="sr-only">{count} found</span>
}

interface OptionsProps<T extends Option> {
  list: string
  options: readonly T[]
  chosen: number
  onPoint: (at: number) => void
  onPick: (option: T) => void
}

function Options<T extends Option>({ list, options, chosen, onPoint, onPick }: OptionsProps<T>) {
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, chosen])
  return (
    <ul id={list} role="listbox" aria-label="Found" className="mt-3 max-h-72 overflow-auto">
      {options.map((option, index) => (
        <li
          key={option.key}
          id={`${list}-${index}`}
          role="option"
          aria-selected={index === chosen}
          aria-disabled={option.because !== undefined || undefined}
          onClick={() => onPick(option)}
          onMouseMove={() => onPoint(index)}
          className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded px-2.5 py-1 aria-selected:bg-accent-wash"
        >
          <span className="min-w-0">
            <span className={`break-words ${option.because === undefined ? '' : 'opacity-60'}`}>
              <Verbatim>{option.title}</Verbatim>
            </span>
            {option.detail !== undefined && (
              <span className="block truncate text-muted">
                <Verbatim>{option.detail}</Verbatim>
              </span>
            )}
            {option.because !== undefined && <span className="block break-words text-muted">{option.because}</span>}
          </span>
          <span className="shrink-0 text-muted">{option.kind}</span>
        </li>
      ))}
    </ul>
  )
}
