import type { IssuedApiKey } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { SecretValue } from '../../components/secret-value.js'
import { FORGE_URL } from '../../lib/forge.js'
import { curlLine } from './say-key.js'

/** A new key: its value, hidden, and a line to try it with. */
export function IssuedKey({ issued: { value }, onDone }: { issued: IssuedApiKey; onDone: () => void }) {
  return (
    <div className="space-y-4">
      <p>Copy the value to where the program reads its secrets. It is shown this once, and FORGE keeps no copy.</p>
      <SecretValue what="the value" value={value} />
      <div>
        <p className="mb-1 font-medium">To try it</p>
        <pre
          tabIndex={0}
          aria-label="The line to try it with"
          className="mb-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-[0.8125rem]"
        >
          {curlLine(FORGE_URL, '••••••••')}
        </pre>
        <CopyButton what="the line" text={curlLine(FORGE_URL, value)} />
      </div>
      <Button look="main" onClick={onDone}>
        Done
      </Button>
    </div>
  )
}
