import type { PromptSet } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { Section } from '../../components/section.js'
import { PromptSetList } from './prompt-set-list.js'

const SHOWN = 5

/** The prompt sets that are being written or reviewed, those first that were changed last; nothing where none is. */
export function OpenDrafts({ projectId, sets }: { projectId: string; sets: readonly PromptSet[] }) {
  const drafts = sets
    .filter(({ status }) => status !== 'LOCKED')
    .toSorted((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at))
  const more = drafts.length - SHOWN
  if (drafts.length === 0) return null
  return (
    <Section title="Drafts">
      <PromptSetList sets={drafts.slice(0, SHOWN)} />
      {more > 0 && (
        <Link
          to="/projects/$projectId/prompts"
          params={{ projectId }}
          className="mt-2 inline-block min-h-6 font-medium text-accent underline underline-offset-4"
        >
          {more} more
        </Link>
      )}
    </Section>
  )
}
