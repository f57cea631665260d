import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserCheck } from 'lucide-react'
import { Mark } from '../../components/mark.js'
import { Section } from '../../components/section.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { waitingQuery } from './conversation-api.js'

/** The reviews of a project that wait for who is signed in, those first that wait longest; nothing where none does. */
export function WaitingLines({ projectId }: { projectId: string }) {
  const { data = [] } = useQuery(waitingQuery)
  const waiting = data.filter(({ project }) => project.id === projectId)
  if (waiting.length === 0) return null
  return (
    <Section title="Reviews that wait for you">
      <ul
        aria-label="Reviews that wait for you"
        className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
      >
        {waiting.map(({ review_id, prompt_set, requested_by, note, asked, since }) => (
          <li key={review_id}>
            <Link
              to="/projects/$projectId/prompts/$promptSetId/review"
              params={{ projectId, promptSetId: prompt_set.id }}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-sunken"
            >
              <span className="min-w-0">
                <span className="block font-medium break-words">
                  <Verbatim>{prompt_set.name}</Verbatim>
                </span>
                <span className="block break-words text-muted">
                  {requested_by && (
                    <>
                      <Verbatim>{requested_by.name}</Verbatim> asked{' '}
                    </>
                  )}
                  <When at={since} />
                  {note !== '' && (
                    <>
                      {': '}
                      <Verbatim>{note}</Verbatim>
                    </>
                  )}
                </span>
              </span>
              <Mark look={{ tone: 'warn', icon: UserCheck, word: asked ? 'You are asked' : 'Waits for you' }} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
