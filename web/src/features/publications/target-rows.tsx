import type { PreviewedTarget } from '@anvil/shared/api'
import { Radio, Snowflake, WifiOff } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { Verbatim } from '../../components/verbatim.js'

const LOOKS = {
  frozen: { tone: 'warn', icon: Snowflake, word: 'Frozen' },
  connected: { tone: 'good', icon: Radio, word: 'Connected' },
  silent: { tone: 'quiet', icon: WifiOff, word: 'Silent' },
} satisfies Record<string, MarkLook>

/** The LIVE instances of the environment, each with what it runs now and would run then. */
export function TargetRows({ targets }: { targets: readonly PreviewedTarget[] }) {
  if (targets.length === 0) {
    return <p className="text-muted">No instance is connected. Those that connect later take it when they come.</p>
  }
  return (
    <Table label="LIVE instances" heads={['Instance', 'Now → then', 'State', 'Last seen']}>
      {targets.map((target) => (
        <tr key={target.instance_id}>
          <Cell className="min-w-32">
            <span className="block font-medium break-words">{target.app}</span>
            <span className="break-words text-muted">{target.host}</span>
          </Cell>
          <Cell className="tabular-nums">
            {target.sets.length === 0 && 'stays as it is'}
            {target.sets.map((set) => (
              <span key={set.prompt_set_id} className="block">
                {target.stays || set.from === set.to
                  ? `stays on ${set.from ?? 'nothing'}`
                  : `${set.from ?? 'nothing'} → ${set.to ?? 'nothing'}`}{' '}
                {target.sets.length > 1 && (
                  <span className="text-muted">
                    <Verbatim>{set.prompt_set}</Verbatim>
                  </span>
                )}
              </span>
            ))}
          </Cell>
          <Cell>
            <Mark look={LOOKS[target.stays ? 'frozen' : target.contact]} />
          </Cell>
          <Cell className="whitespace-nowrap">
            <When at={target.last_seen_at} />
          </Cell>
        </tr>
      ))}
    </Table>
  )
}
