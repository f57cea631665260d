import { type ComponentProps, type ReactNode, useId } from 'react'

interface LongFieldProps extends ComponentProps<'textarea'> {
  label: ReactNode
  hint?: string | undefined
  problem?: string | undefined
}

/** A labelled field for a text of any number of lines, as high as its text, with what is wrong with what was typed. */
export function LongField({ label, hint, problem, ...rest }: LongFieldProps) {
  const id = useId()
  const about = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`].join(' ').trim()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium break-words">
        {label}
      </label>
      <textarea
        id={id}
        rows={1}
        {...rest}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={about === '' ? undefined : about}
        className="field-sizing-content max-h-60 min-h-9 w-full resize-none rounded-md border border-strong-line bg-surface px-2.5 py-1.5 text-ink placeholder:text-muted aria-invalid:border-bad"
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
