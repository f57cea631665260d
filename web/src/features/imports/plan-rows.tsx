import type { ImportPlan, ImportRow } from '@anvil/shared/api'
import { CircleX, Equal, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Mark, type MarkLook } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'

const LOOKS: Record<ImportRow['action'], MarkLook> = {
  refuse: { tone: 'bad', icon: CircleX, word: 'Refused' },
  change: { tone: 'warn', icon: Pencil, word: 'Changed' },
  create: { tone: 'good', icon: Plus, word: 'New' },
  same: { tone: 'quiet', icon: Equal, word: 'The same' },
}
const ORDER = ['refuse', 'change', 'create', 'same'] as const
const PAGE = 100

/** What an import would do with each prompt, what needs a look first. */
export function PlanRows({ plan }: { plan: ImportPlan }) {
  const [shown, setShown] = useState(PAGE)
  const rows = ORDER.flatMap((action) => plan.rows.filter((row) => row.action === action))
  return (
    <div className="space-y-3">
      <ul aria-label="What the import would do" className="flex flex-wrap gap-2">
        {ORDER.filter((action) => plan.counts[action] > 0).map((action) => (
          <li key={action} className="flex items-center gap-2 rounded-md border border-line bg-surface px-3 py-2">
            <span className="text-lg font-semibold tabular-nums">{plan.counts[action]}</span>
            <Mark look={LOOKS[action]} />
          </li>
        ))}
      </ul>
      <Table label="The plan" heads={['Prompt', 'What happens', 'From', 'Notes']}>
        {rows.slice(0, shown).map((row, at) => (
          <tr key={`${row.source} ${at}`}>
            <Cell className="min-w-48">
              <code className="font-mono break-all">{row.id ?? '–'}</code>
              {row.title !== null && <span className="block break-words text-muted">{row.title}</span>}
            </Cell>
            <Cell>
              <Mark look={LOOKS[row.action]} />
            </Cell>
            <Cell className="whitespace-nowrap text-muted">{row.source}</Cell>
            <Cell className="min-w-56">{row.notes.join(' ')}</Cell>
          </tr>
        ))}
      </Table>
      {shown < rows.length && (
        <Button onClick={() => setShown(shown + PAGE)}>Show {Math.min(PAGE, rows.length - shown)} more</Button>
      )}
    </div>
  )
}
