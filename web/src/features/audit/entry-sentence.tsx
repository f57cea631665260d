import type { AuditEntry } from '@anvil/shared/api'
import { Verbatim } from '../../components/verbatim.js'
import { type Piece, sayActor, sayEntry } from './say-entry.js'

interface EntrySentenceProps {
  entry: AuditEntry
  setNames: ReadonlyMap<string, string>
}

/** Who did what, in a sentence; of who used an API key it says so. */
export function EntrySentence({ entry, setNames }: EntrySentenceProps) {
  return (
    <>
      <span className="font-semibold">
        <Said piece={sayActor(entry.actor)} />
      </span>{' '}
      {sayEntry(entry, setNames).map((piece, at) => (
        <Said key={at} piece={piece} />
      ))}
      {entry.means === 'api_key' && <span className="text-muted"> · by API key</span>}
    </>
  )
}

function Said({ piece: { text, theirs } }: { piece: Piece }) {
  return theirs ? <Verbatim>{text}</Verbatim> : text
}
