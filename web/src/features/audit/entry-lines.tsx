import type { AuditEntry } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { When } from '../../components/when.js'
import { EntryFacts } from './entry-facts.js'
import { EntrySentence } from './entry-sentence.js'

interface EntryLinesProps {
  projectId: string
  entries: readonly AuditEntry[]
  setNames: ReadonlyMap<string, string>
}

/** Entries of the trail, each a sentence that opens to its details, with the address of its own. */
export function EntryLines({ projectId, entries, setNames }: EntryLinesProps) {
  return (
    <ol
      aria-label="Audit trail"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {entries.map((entry) => (
        <li key={entry.number} className="relative">
          <details className="group">
            <summary className="flex min-h-8 cursor-pointer flex-wrap items-start gap-x-2 py-2 pr-18 pl-3 -outline-offset-2 hover:bg-sunken">
              <ChevronRight
                aria-hidden="true"
                className="size-4 shrink-0 translate-y-0.5 text-muted group-open:rotate-90"
              />
              <span className="min-w-0 flex-1 break-words">
                <EntrySentence entry={entry} setNames={setNames} />
              </span>
              <span className="text-muted max-sm:basis-full max-sm:pl-6">
                <When at={entry.created_at} />
              </span>
            </summary>
            <div className="border-t border-line bg-sunken px-4 py-3">
              <EntryFacts entry={entry} />
            </div>
          </details>
          <Link
            to="/projects/$projectId/audit/$entryNumber"
            params={{ projectId, entryNumber: String(entry.number) }}
            aria-label={`Entry ${entry.number} alone`}
            title="The address of this entry alone"
            className="absolute top-1.5 right-2 inline-flex min-h-6 min-w-6 items-center justify-end px-1 font-mono text-muted -outline-offset-2 hover:text-ink hover:underline"
          >
            #{entry.number}
          </Link>
        </li>
      ))}
    </ol>
  )
}
