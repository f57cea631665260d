import { isolate } from '@anvil/shared'
import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a page, which is also the title of its tab, with the page's actions. It takes the focus from a page that waited for it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement?.id === 'page') heading.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    document.title = `${isolate(title)} · Anvil`
  }, [title])
  return (
    <header className="mb-5 flex flex-wrap items-center justify-between gap-3">
      <h1 ref={heading} tabIndex={-1} className="min-w-0 text-xl font-semibold break-words">
        {title}
      </h1>
      <div className="flex flex-wrap gap-2">{children}</div>
    </header>
  )
}
