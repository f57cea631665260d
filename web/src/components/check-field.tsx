import { useId } from 'react'

interface CheckFieldProps {
  label: string
  hint: string
  checked: boolean
  /** Why it can't be changed now: it stays focusable, and says so. */
  because?: string | undefined
  onChange: (checked: boolean) => void
}

/** A choice of yes or no, with what it means. */
export function CheckField({ label, hint, checked, because, onChange }: CheckFieldProps) {
  const id = useId()
  return (
    <label className="flex min-h-6 items-start gap-2">
      <input
        type="checkbox"
        aria-label={label}
        aria-describedby={`${id}-hint`}
        aria-disabled={because === undefined ? undefined : true}
        title={because}
        checked={checked}
        onChange={(event) => because === undefined && onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent aria-disabled:opacity-60"
      />
      <span className="min-w-0">
        <span className="block font-medium">{label}</span>
        <span id={`${id}-hint`} className="block text-muted">
          {hint}
          {because !== undefined && <span className="sr-only"> {because}</span>}
        </span>
      </span>
    </label>
  )
}
