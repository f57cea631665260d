import { Link, type LinkProps } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'

/** The way up, above a page's heading. */
export function BackLink({ children, ...link }: Pick<LinkProps, 'to' | 'params' | 'search'> & { children: ReactNode }) {
  return (
    <Link {...link} className="mb-1 inline-flex min-h-6 max-w-full items-center gap-1 text-muted hover:text-ink">
      <ChevronLeft aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </Link>
  )
}
