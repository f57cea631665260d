import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: string
  detail?: string
  children: ReactNode
}

/** A part of a page below its own heading. */
export function Section({ title, detail, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <header className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {detail !== undefined && <p className="text-muted">{detail}</p>}
      </header>
      {children}
    </section>
  )
}
