import type { AuditEntry, AuditMeans } from '@anvil/shared/api'
import { Verbatim } from '../../components/verbatim.js'
import { EntryDiff } from './entry-diff.js'
import { splitDetails } from './entry-changes.js'
import { Term, Terms } from './terms.js'

const MEANS: Record<AuditMeans, string> = {
  session: 'A person who was signed in',
  api_key: 'An API key',
  access_token: 'An access token of an application',
  anonymous: 'Before anybody was signed in',
  cli: 'The command line where FORGE runs',
  job: 'FORGE by itself',
}

/** All that the trail has of one entry: by what means and from where it was done, and what it changed. */
export function EntryFacts({ entry }: { entry: AuditEntry }) {
  const { changes, rest } = splitDetails(entry)
  const means = entry.means === null ? 'not recorded' : MEANS[entry.means]
  return (
    <div className="space-y-3">
      <Terms>
        <Term name="Means">{means}</Term>
        {Object.entries(factsOf(entry)).map(([name, value]) => (
          <Term key={name} name={name}>
            <span className="font-mono break-all">
              <Verbatim>{value}</Verbatim>
            </span>
          </Term>
        ))}
      </Terms>
      <EntryDiff changes={changes} />
      {Object.keys(rest).length > 0 && <Rest rest={rest} />}
      {Object.keys(entry.shortened).length > 0 && (
        <p className="text-muted">Long lists are shown by their first 100 items.</p>
      )}
    </div>
  )
}

function factsOf({ seal, action, target, address, request_id, created_at }: AuditEntry): Record<string, string> {
  return {
    Address: address ?? 'none',
    When: created_at,
    Action: action,
    Target: target,
    Request: request_id ?? 'none',
    Sealed: seal === null ? 'not yet; it takes about a second' : `#${seal.seq} of the chain, ${seal.hash}`,
  }
}

function Rest({ rest }: { rest: Record<string, unknown> }) {
  return (
    <pre
      tabIndex={0}
      aria-label="Details"
      className="max-h-64 overflow-auto rounded border border-line bg-surface p-3 font-mono text-xs whitespace-pre-wrap break-words"
    >
      {JSON.stringify(rest, null, 2)}
    </pre>
  )
}
