import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Inbox as InboxIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { MENU, MENU_ITEM } from '../../components/menu.js'
import { Verbatim } from '../../components/verbatim.js'
import { waitingQuery } from './conversation-api.js'

/** The reviews that wait for who is signed in, over all projects, with how many there are. */
export function Inbox() {
  const { data = [] } = useQuery(waitingQuery)
  const count = data.length
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={count === 1 ? '1 review waits for you' : `${count === 0 ? 'No' : count} reviews wait for you`}
        className="relative inline-flex size-8 items-center justify-center rounded-md hover:bg-sunken"
      >
        <InboxIcon aria-hidden="true" className="size-5" />
        {count > 0 && (
          <span
            aria-hidden="true"
            className="absolute -top-1 -right-1 min-w-4 rounded-full bg-accent px-1 text-center text-xs text-on-accent tabular-nums"
          >
            {count}
          </span>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" className={MENU}>
        <DropdownMenu.Label className="px-2.5 py-1 font-medium">Reviews that wait for you</DropdownMenu.Label>
        {count === 0 && <DropdownMenu.Label className="px-2.5 py-1 text-muted">None do.</DropdownMenu.Label>}
        {data.map(({ review_id, project, prompt_set, requested_by }) => (
          <DropdownMenu.Item key={review_id} asChild className={MENU_ITEM}>
            <Link
              to="/projects/$projectId/prompts/$promptSetId/review"
              params={{ projectId: project.id, promptSetId: prompt_set.id }}
            >
              <span className="min-w-0 break-words">
                <Verbatim>{prompt_set.name}</Verbatim>
                <span className="block text-muted">
                  <Verbatim>{project.name}</Verbatim>
                  {requested_by && (
                    <>
                      {' · '}
                      <Verbatim>{requested_by.name}</Verbatim>
                    </>
                  )}
                </span>
              </span>
            </Link>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
