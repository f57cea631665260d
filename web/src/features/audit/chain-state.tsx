import { isolate, roleMay } from '@anvil/shared'
import type { AuditChain, OwnOrganisation } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../../components/copy-button.js'
import { QueryFace } from '../../components/query-face.js'
import { When } from '../../components/when.js'
import { auditChainQuery, EXPORT_FILE } from './api.js'

const COMMAND = `anvil-forge audit verify ${EXPORT_FILE} --root-key ed25519:…`

/** How far FORGE says that the trail is sealed and signed, and how to find out without believing it. */
export function ChainState({ organisation }: { organisation: OwnOrganisation }) {
  const mayRead = roleMay(organisation.role, 'organisation.audit')
  const chain = useQuery({ ...auditChainQuery(organisation.id), enabled: mayRead })
  return (
    <section aria-label="Chain" className="mb-5 rounded-md border border-line bg-surface px-4 py-3">
      {mayRead ? (
        <QueryFace query={chain} lines={1}>
          {(known) => <Reported chain={known} organisation={organisation.name} />}
        </QueryFace>
      ) : (
        <p>
          Every entry is sealed into the chain of {isolate(organisation.name)}. Its owners and admins see how far, and
          export it.
        </p>
      )}
      <details className="mt-1">
        <summary className="min-h-6 cursor-pointer font-medium">Verify it without believing FORGE</summary>
        <div className="mt-2 space-y-2">
          <p>
            Export the trail, and run this on a machine that you trust, with the root key that your applications were
            given (ANVIL_ROOT_KEY). It names the first entry that was altered, removed, inserted or put elsewhere. With{' '}
            <code className="font-mono">--since</code> and an older export it also proves that nothing was rewritten
            since.
          </p>
          <p className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 rounded bg-sunken px-2 py-1 font-mono break-all">{COMMAND}</code>
            <CopyButton what="the command" text={COMMAND} />
          </p>
        </div>
      </details>
    </section>
  )
}

function Reported({ chain: { sealed, signed }, organisation }: { chain: AuditChain; organisation: string }) {
  return (
    <p>
      As FORGE reports, the chain of {isolate(organisation)} is{' '}
      {sealed === null ? 'not sealed yet' : `sealed up to #${sealed.seq}`}
      {signed === null ? (
        ', and no checkpoint is signed yet. An export signs one.'
      ) : (
        <>
          , with a signed checkpoint of #{signed.seq} made <When at={signed.at} />.
        </>
      )}
    </p>
  )
}
