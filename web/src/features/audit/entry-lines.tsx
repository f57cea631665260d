import type { AuditEntry } from '@anvil/shared/api'
import { ChevronRight } from 'lucide-react'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { type Piece, sayActor, sayEntry } from './say-entry.js'

interface EntryLinesProps {
  entries: readonly AuditEntry[]
  setNames: ReadonlyMap<string, string>
}

/** Entries of the trail, each a sentence that opens to its details. */
export function EntryLines({ entries, setNames }: EntryLinesProps) {
  return (
    <ol
      aria-label="Audit trail"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {entries.map((entry) => (
        <li key={entry.number}>
          <details className="group">
            <summary className="flex min-h-8 cursor-pointer flex-wrap items-start gap-x-2 px-3 py-2 -outline-offset-2 hover:bg-sunken">
              <ChevronRight
                aria-hidden="true"
                className="size-4 shrink-0 translate-y-0.5 text-muted group-open:rotate-90"
              />
              <span className="min-w-0 flex-1 break-words">
                <span className="font-semibold">
                  <Said piece={sayActor(entry.actor)} />
                </span>{' '}
                {sayEntry(entry, setNames).map((piece, at) => (
                  <Said key={at} piece={piece} />
                ))}
              </span>
              <span className="text-muted max-sm:basis-full max-sm:pl-6">
                <When at={entry.created_at} />
              </span>
            </summary>
            <Facts entry={entry} />
          </details>
        </li>
      ))}
    </ol>
  )
}

function Said({ piece: { text, theirs } }: { piece: Piece }) {
  return theirs ? <Verbatim>{text}</Verbatim> : text
}

function Facts({ entry }: { entry: AuditEntry }) {
  const { number, action, target, request_id, created_at, details, shortened } = entry
  const facts = {
    Entry: `#${number}`,
    Action: action,
    Target: target,
    When: created_at,
    Request: request_id ?? 'none',
  }
  return (
    <div className="space-y-3 border-t border-line bg-sunken px-4 py-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {Object.entries(facts).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono break-all">
              <Verbatim>{value}</Verbatim>
            </dd>
          </div>
        ))}
      </dl>
      <pre
        tabIndex={0}
        aria-label="Details"
        className="max-h-64 overflow-auto rounded border border-line bg-surface p-3 font-mono text-xs whitespace-pre-wrap break-words"
      >
        {JSON.stringify(details, null, 2)}
      </pre>
      {Object.keys(shortened).length > 0 && (
        <p className="text-muted">Long lists are shown by their first 100 items.</p>
      )}
    </div>
  )
}
