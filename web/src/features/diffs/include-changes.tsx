import type { IncludeChange } from '@anvil/shared/api'

/** The included texts that differ, with the versions that they come from. */
export function IncludeChanges({ changes }: { changes: readonly IncludeChange[] }) {
  return (
    <div className="rounded-md border border-line bg-surface p-4">
      <h3 className="font-medium">Included texts</h3>
      <ul className="mt-2 space-y-1">
        {changes.map(({ id, from, to }) => (
          <li key={id} className="flex flex-wrap gap-x-3">
            <code className="font-mono break-all">{id}</code>
            <span className="text-muted tabular-nums">
              {from ?? 'none'} → {to ?? 'none'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
