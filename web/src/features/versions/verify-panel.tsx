import type { PromptSet, Version } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { Problem } from '../../components/problem.js'
import { fetchEvidence } from '../verifying/api.js'
import { CheckLines } from '../verifying/check-lines.js'
import { checkVersion } from '../verifying/check-version.js'
import { DownloadButton } from './download-button.js'
import { fileName } from './say-version.js'

interface VerifyPanelProps {
  set: PromptSet
  version: Version
  /** The environments that run it. */
  runsIn: readonly string[]
}

/** A version as files, what this browser can check of it, and how to check it without believing FORGE. */
export function VerifyPanel({ set, version, runsIn }: VerifyPanelProps) {
  const check = useMutation({ mutationFn: async () => checkVersion(await fetchEvidence(set, version, runsIn)) })
  return (
    <div className="space-y-4 rounded-md border border-line bg-surface p-4">
      <div className="flex flex-wrap gap-2">
        <DownloadButton set={set} side={version.version} form="bundle" />
        <DownloadButton set={set} side={version.version} form="export" />
        <Button busy={check.isPending} onClick={() => check.mutate()}>
          Verify {version.version} in this browser
        </Button>
      </div>
      <p className="text-muted">
        The bundle is what applications get, byte by byte. The export is for people: an import takes it unchanged.
      </p>
      <div role="status">{check.data && <CheckLines checks={check.data} runsIn={runsIn} />}</div>
      {check.error && <Problem error={check.error} retry={() => check.mutate()} />}
      <Recipe set={set} version={version} />
    </div>
  )
}

function Recipe({ set, version }: { set: PromptSet; version: Version }) {
  const command = `openssl dgst -sha256 -r ${fileName(set, version.version, 'bundle')}`
  return (
    <details>
      <summary className="min-h-6 cursor-pointer font-medium">Without believing FORGE</summary>
      <div className="mt-2 space-y-2">
        <p>
          This page, its keys and its digests come from FORGE. So what is checked here shows damage and mistakes, not a
          FORGE that lies. Begin with the root key that your application was given, its ANVIL_ROOT_KEY, and follow “What
          production runs, verified with curl and OpenSSL” in shared/README.md. It ends with the digest of each bundle
          that runs. Compare that with the digest of the bundle saved from here:
        </p>
        <p className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded bg-sunken px-2 py-1 font-mono break-all">{command}</code>
          <CopyButton what="the command" text={command} />
        </p>
        <p>
          Where the application runs, <code className="font-mono">anvil verify last-good.anvil --root-key …</code>{' '}
          checks all that it holds.
        </p>
      </div>
    </details>
  )
}
