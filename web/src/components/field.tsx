import { type ComponentProps, useId } from 'react'

const INPUT =
  'w-full min-h-9 rounded-md border border-strong-line bg-surface px-2.5 py-1.5 text-ink placeholder:text-muted aria-invalid:border-bad'

interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: string | undefined
  problem?: string | undefined
}

/** A labelled input with its hint, and what is wrong with what was typed. */
export function Field({ label, hint, problem, className = '', ...rest }: FieldProps) {
  const id = useId()
  const about = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`].join(' ').trim()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={about === '' ? undefined : about}
        className={INPUT}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-muted">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="mt-1 text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}
