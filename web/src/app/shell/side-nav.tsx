import { Link, useLocation } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'
import { PLACES } from './places.js'

/** The pages of a project: at the left, or on a narrow screen in a row that scrolls. */
export function SideNav({ projectId }: { projectId: string }) {
  const row = useRef<HTMLUListElement>(null)
  // Renders the row anew for each page, so that it follows.
  useLocation({ select: ({ pathname }) => pathname })
  useLayoutEffect(() => showCurrent(row.current))
  return (
    <nav
      aria-label="Project"
      className="shrink-0 border-b border-line bg-surface md:w-48 md:border-r md:border-b-0 md:bg-transparent"
    >
      <ul ref={row} className="flex gap-1 overflow-x-auto p-2 md:sticky md:top-0 md:flex-col md:p-3">
        {PLACES.map(({ name, icon: Icon, to, exact }) => (
          <li key={name}>
            <Link
              to={to}
              params={{ projectId }}
              activeOptions={{ exact }}
              className="flex min-h-8 items-center gap-2 rounded-md px-2.5 py-1 whitespace-nowrap text-muted hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              <Icon aria-hidden="true" className="size-4" />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Brings the current page into the middle of a row that is wider than the screen; the page itself stays where it is. */
function showCurrent(row: HTMLElement | null): void {
  const current = row?.querySelector('[aria-current=page]')
  if (!row || !current) return
  const [outer, inner] = [row.getBoundingClientRect(), current.getBoundingClientRect()]
  row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2)
}
