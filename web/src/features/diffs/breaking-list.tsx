import type { Breaking } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'

const SHOWN = 8

/** What an application that calls these prompts would notice as an error. */
export function BreakingList({ breaking }: { breaking: readonly Breaking[] }) {
  const more = breaking.slice(SHOWN)
  return (
    <div className="rounded-md border border-bad bg-bad-wash p-3">
      <p className="flex items-center gap-2 font-medium text-bad">
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
        {breaking.length === 1 ? 'One change breaks callers' : `${breaking.length} changes break callers`}
      </p>
      <Lines breaking={breaking.slice(0, SHOWN)} />
      {more.length > 0 && (
        <details className="mt-1">
          <summary className="min-h-6 cursor-pointer">{more.length} more</summary>
          <Lines breaking={more} />
        </details>
      )}
    </div>
  )
}

function Lines({ breaking }: { breaking: readonly Breaking[] }) {
  return (
    <ul className="mt-1 list-disc space-y-1 pl-6">
      {breaking.map(({ id, reason, variable, message }) => (
        <li key={`${id} ${reason} ${variable}`} className="break-words">
          {message}
        </li>
      ))}
    </ul>
  )
}
