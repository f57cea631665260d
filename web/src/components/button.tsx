import { type ComponentProps, useId } from 'react'

const LOOKS = {
  main: 'border-transparent bg-accent text-on-accent hover:brightness-110',
  plain: 'border-line bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent text-ink hover:bg-sunken',
  danger: 'border-bad text-bad bg-surface hover:bg-bad-wash',
}

export type ButtonLook = keyof typeof LOOKS

/** How a button looks, for what acts like one. */
export const buttonClass = (look: ButtonLook): string =>
  `inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 py-1 text-center font-medium aria-disabled:opacity-60 ${LOOKS[look]}`

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: ButtonLook
  /** Why it can't be used now: it stays focusable, and says so. */
  because?: string | undefined
  /** Its action is under way. */
  busy?: boolean
}

/** A button that says what it does; one that can't be used says why. */
export function Button({ look = 'plain', because, busy = false, className = '', onClick, ...rest }: ButtonProps) {
  const reason = useId()
  const isOff = because !== undefined || busy
  return (
    <>
      <button
        type="button"
        {...rest}
        aria-disabled={isOff || undefined}
        aria-describedby={because === undefined ? rest['aria-describedby'] : reason}
        title={because ?? rest.title}
        onClick={(event) => {
          if (isOff) event.preventDefault()
          else onClick?.(event)
        }}
        className={`${buttonClass(look)} ${className}`}
      />
      {because !== undefined && (
        <span id={reason} className="sr-only">
          {because}
        </span>
      )}
    </>
  )
}
