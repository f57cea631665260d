import { isolate } from '@anvil/shared'
import type { Variable } from '@anvil/shared'
import type { VariableChange } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'

const VERBS: Record<VariableChange['change'], string> = { added: 'Added', removed: 'Removed', changed: 'Changed' }

/** What became of the variables of a prompt. */
export function VariableChanges({ changes }: { changes: readonly VariableChange[] }) {
  return (
    <ul aria-label="Variables" className="space-y-1">
      {changes.map(({ name, change, breaking, from, to }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-2">
          <span className="text-muted">{VERBS[change]}</span>
          <code className="font-mono font-medium break-all">{name}</code>
          <span className="min-w-0 break-words">
            {[from, to].flatMap((side) => (side ? [describe(side)] : [])).join(' → ')}
          </span>
          {breaking && (
            <span className="inline-flex items-center gap-1 text-bad">
              <TriangleAlert aria-hidden="true" className="size-3.5" />
              breaks callers
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function describe({ type, required, values }: Variable): string {
  const kind = values ? `one of ${values.map(isolate).join(', ')}` : type
  return `${required ? 'required' : 'optional'} ${kind}`
}
