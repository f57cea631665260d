import { useId } from 'react'

interface CheckGroupProps<T extends string> {
  label: string
  hint?: string
  options: readonly { value: T; name: string; detail: string }[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
}

/** A choice of several, each with what it means. */
export function CheckGroup<T extends string>({ label, hint, options, chosen, onChange }: CheckGroupProps<T>) {
  const id = useId()
  const turn = (value: T) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
  return (
    <fieldset aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className="mb-1 font-medium">{label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mb-1 text-muted">
          {hint}
        </p>
      )}
      {options.map(({ value, name, detail }) => (
        <label key={value} className="flex min-h-7 items-start gap-2 py-1">
          <input
            type="checkbox"
            aria-label={name}
            aria-describedby={`${id}-${value}`}
            checked={chosen.includes(value)}
            onChange={() => turn(value)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="font-medium">{name}</span>{' '}
            <span id={`${id}-${value}`} className="text-muted">
              {detail}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
