import type { Publication } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { ArrowUpRight, CircleDashed, Rocket, Undo2, X } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { sayChanged, sayKind } from './say-publication.js'
import { Verbatim } from '../../components/verbatim.js'

const LOOKS: Record<Publication['kind'], Omit<MarkLook, 'word'>> = {
  initial: { tone: 'quiet', icon: CircleDashed },
  publish: { tone: 'good', icon: Rocket },
  withdraw: { tone: 'warn', icon: X },
  rollback: { tone: 'warn', icon: Undo2 },
  promote: { tone: 'good', icon: ArrowUpRight },
}

/** Publications, each with what it moved, who did it and when. */
export function PublicationLines({
  publications,
  projectId,
}: {
  publications: readonly Publication[]
  projectId: string
}) {
  return (
    <ul
      aria-label="Publications"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {publications.map((publication) => (
        <li key={publication.id}>
          <Link
            to="/projects/$projectId/publications/$publicationId"
            params={{ projectId, publicationId: publication.id }}
            search={{ environment: publication.environment }}
            className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-sunken"
          >
            <span className="w-12 shrink-0 font-medium tabular-nums">#{publication.sequence}</span>
            <span className="min-w-0 flex-1 basis-56">
              <span className="block font-medium break-words">
                {publication.kind === 'initial' ? 'The environment was made' : sayChanged(publication.changed)}
              </span>
              <span className="block break-words text-muted">
                <By publication={publication} />
                {publication.note !== '' && (
                  <>
                    {' · '}
                    <Verbatim>{publication.note}</Verbatim>
                  </>
                )}
              </span>
            </span>
            <KindMark publication={publication} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** What kind of act a publication was. */
export function KindMark({ publication }: { publication: Publication }) {
  return <Mark look={{ ...LOOKS[publication.kind], word: sayKind(publication) }} />
}

/** Who published, and when. */
export function By({ publication: { created_by, created_at } }: { publication: Publication }) {
  return (
    <>
      <Verbatim>{created_by?.name ?? 'FORGE'}</Verbatim>, <When at={created_at} />
    </>
  )
}
