import { type ComponentProps, useId } from 'react'

interface SelectFieldProps extends ComponentProps<'select'> {
  label: string
  options: readonly { value: string; name: string }[]
  problem?: string | undefined
}

/** A labelled choice of one. */
export function SelectField({ label, options, problem, ...rest }: SelectFieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <select
        id={id}
        {...rest}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        className="min-h-9 w-full rounded-md border border-strong-line bg-surface px-2 py-1.5 text-ink aria-invalid:border-bad"
      >
        {options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="mt-1 text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}
