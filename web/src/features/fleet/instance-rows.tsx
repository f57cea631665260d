import type { LiveInstance } from '@anvil/shared/api'
import { memo } from 'react'
import { Mark } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { lightOf, lookOf } from './light.js'
import { Verbatim } from '../../components/verbatim.js'

const HEADS = ['Instance', 'State', 'Runs', 'Last seen', 'Mode and trust', 'Token and client']

interface InstanceRowsProps {
  instances: readonly LiveInstance[]
  /** The names of access tokens by their id. */
  tokenNames: ReadonlyMap<string, string>
}

/** The LIVE instances of an environment, one a line. */
export function InstanceRows({ instances, tokenNames }: InstanceRowsProps) {
  return (
    <Table label="LIVE instances" heads={HEADS}>
      {instances.map((instance) => (
        <InstanceRow
          key={instance.id}
          instance={instance}
          tokenName={tokenNames.get(instance.access_token_id ?? '') ?? '–'}
        />
      ))}
    </Table>
  )
}

/** One of hundreds that are asked for anew every few seconds: it is drawn again only where its instance changed. */
const InstanceRow = memo(function InstanceRow({ instance, tokenName }: { instance: LiveInstance; tokenName: string }) {
  return (
    <tr>
      <Cell className="whitespace-nowrap">
        <span className="block max-w-40 sm:max-w-60 truncate font-medium" title={instance.app}>
          {instance.app}
        </span>
        <span className="block max-w-40 sm:max-w-60 truncate text-muted" title={instance.host}>
          <Verbatim>{instance.host}</Verbatim> · {instance.pid}
        </span>
      </Cell>
      <Cell>
        <Mark look={lookOf(lightOf(instance))} />
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">{runsOf(instance)}</Cell>
      <Cell>
        <When at={instance.last_seen_at} />
      </Cell>
      <Cell className="whitespace-nowrap">
        {instance.mode === 'frozen' ? 'FROZEN' : 'ACCEPTING'}
        <span className="block text-muted">{TRUST[instance.trust]}</span>
      </Cell>
      <Cell className="whitespace-nowrap">
        <span className="block max-w-32 truncate" title={tokenName}>
          {tokenName}
        </span>
        <span className="text-muted">{instance.sdk}</span>
      </Cell>
    </tr>
  )
})

const TRUST: Record<LiveInstance['trust'], string> = {
  pinned: 'Pinned',
  'first-use': 'On first use',
  'revoked-key': 'Revoked key',
  none: 'None',
}

function runsOf({ sequence, wanted_sequence }: LiveInstance): string {
  if (sequence === null) return 'nothing yet'
  return wanted_sequence === null || wanted_sequence === sequence ? `${sequence}` : `${sequence} of ${wanted_sequence}`
}
