import { Link, type LinkProps } from '@tanstack/react-router'

interface TabsProps {
  label: string
  tabs: readonly { name: string; link: Pick<LinkProps, 'to' | 'params' | 'search'>; current: boolean }[]
}

/** Links between the faces of one page; which one is shown stands in the address. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="mb-5 border-b border-line">
      <ul className="flex flex-wrap gap-x-4">
        {tabs.map(({ name, link, current }) => (
          <li key={name}>
            <Link
              {...link}
              activeProps={{}}
              activeOptions={{ exact: true, explicitUndefined: true }}
              aria-current={current ? 'page' : undefined}
              className="block border-b-2 border-transparent px-1 py-2 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
