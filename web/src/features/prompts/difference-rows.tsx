import { useRef } from 'react'
import { Button } from '../../components/button.js'
import { Cell, Table } from '../../components/table.js'
import type { Difference } from './content-differences.js'
import { keyOf } from './merge-choices.js'
import type { Merging } from './use-merging.js'

interface DifferenceRowsProps {
  differences: readonly Difference[]
  /** The texts being put together, where a side of each difference is to be chosen with them. */
  merging: Merging | undefined
  /** Puts theirs into one's own. */
  onTake: (difference: Difference) => void
}

const HEADS = ['What', 'Theirs', 'Yours', 'Choose']

/** What two people wrote differently beside the texts, row by row. */
export function DifferenceRows({ differences, merging, onTake }: DifferenceRowsProps) {
  const rows = useRef<HTMLDivElement>(null)
  const take = (difference: Difference) => {
    onTake(difference)
    rows.current?.focus()
  }
  const keep = (difference: Difference) => {
    merging?.choose(keyOf(difference), 'mine')
    rows.current?.focus()
  }
  return (
    <div ref={rows} tabIndex={-1} className="mt-3 outline-none">
      <Table label="Variables and more" heads={HEADS}>
        {differences.map((difference) => {
          const { what, mine, theirs, isTheirsOnly } = difference
          return (
            <tr key={what}>
              <Cell className="font-medium break-words">{what}</Cell>
              <Cell>
                <Said text={theirs} />
              </Cell>
              <Cell>
                <Said text={mine} />
                {isTheirsOnly && <p className="text-muted">You did not change it.</p>}
                {merging?.choices.has(keyOf(difference)) && <p className="text-muted">Yours stays.</p>}
              </Cell>
              <Cell>
                <div className="flex flex-wrap gap-2">
                  <Button onClick={() => take(difference)}>
                    Use theirs<span className="sr-only"> for {what}</span>
                  </Button>
                  {merging?.isOpen(difference) && (
                    <Button onClick={() => keep(difference)}>
                      Keep yours<span className="sr-only"> for {what}</span>
                    </Button>
                  )}
                </div>
              </Cell>
            </tr>
          )
        })}
      </Table>
    </div>
  )
}

function Said({ text }: { text: string | null }) {
  if (text === null) return <span className="text-muted">not there</span>
  return <span className="break-words whitespace-pre-wrap">{text}</span>
}
