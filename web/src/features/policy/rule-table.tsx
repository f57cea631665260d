import type { Policy } from '@anvil/shared/api'
import { RULE_MEANINGS, RuleName } from '@anvil/shared/policy'
import { Ban, CircleOff, TriangleAlert } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { sayRule, saySettings } from './say-rules.js'

const LOOKS: Record<'block' | 'warn' | 'off', MarkLook> = {
  block: { tone: 'bad', icon: Ban, word: 'Blocks' },
  warn: { tone: 'warn', icon: TriangleAlert, word: 'Warns' },
  off: { tone: 'quiet', icon: CircleOff, word: 'Off' },
}

/** The rules of a policy: what each looks for, what it does with it, and its settings. */
export function RuleTable({ document: { rules } }: Pick<Policy, 'document'>) {
  return (
    <Table label="Rules of the policy" heads={['Rule', 'Level', 'Finds', 'Settings']}>
      {RuleName.options.map((rule) => (
        <tr key={rule}>
          <Cell className="font-medium whitespace-nowrap">{sayRule(rule)}</Cell>
          <Cell>
            <Mark look={LOOKS[rules[rule].level]} />
          </Cell>
          <Cell className="min-w-56">{RULE_MEANINGS[rule].replaceAll('`', '')}</Cell>
          <Cell className="min-w-40 break-words">{saySettings(rules[rule])}</Cell>
        </tr>
      ))}
    </Table>
  )
}
