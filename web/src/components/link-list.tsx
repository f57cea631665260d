import { Link, type LinkProps } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'

interface LinkItem {
  key: string
  link: Pick<LinkProps, 'to' | 'params'>
  title: string
  detail: string
}

/** A list whose every line leads somewhere. */
export function LinkList({ label, items }: { label: string; items: readonly LinkItem[] }) {
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface">
      {items.map(({ key, link, title, detail }) => (
        <li key={key}>
          <Link
            {...link}
            className="flex items-center justify-between gap-3 px-4 py-3 -outline-offset-2 hover:bg-sunken"
          >
            <span className="min-w-0">
              <span className="block font-medium break-words">{title}</span>
              {detail !== '' && <span className="block break-words text-muted">{detail}</span>}
            </span>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
