import type { PromptSet } from '@anvil/shared/api'
import { Archive } from 'lucide-react'

/** Says of an archived prompt set that it can be read only. */
export function ArchivedNotice({ set }: { set: PromptSet }) {
  if (set.archived_at === null) return null
  return (
    <p className="mb-5 flex items-start gap-2 rounded-md border border-line bg-sunken p-3">
      <Archive aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {ARCHIVED_REASON}
    </p>
  )
}

/** Why nothing of an archived prompt set can be changed. */
export const ARCHIVED_REASON =
  'This prompt set is archived: its versions can be read and downloaded, and nothing can be changed.'
