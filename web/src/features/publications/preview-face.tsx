import type { PublicationPreview } from '@anvil/shared/api'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Section } from '../../components/section.js'
import { DiffView } from '../diffs/diff-view.js'
import { sayDiff } from '../diffs/say-diff.js'
import { sayMove } from './say-publication.js'
import { TargetRows } from './target-rows.js'
import { Verbatim } from '../../components/verbatim.js'

/** What a publication would do: what speaks against it, its button, its targets, and what changes for callers. */
export function PreviewFace({ preview, children }: { preview: PublicationPreview; children: ReactNode }) {
  return (
    <div className="space-y-6">
      <Blockers preview={preview} />
      <div>{children}</div>
      <Section title="Targets" detail={`LIVE instances of ${preview.environment}`}>
        <TargetRows targets={preview.targets} />
      </Section>
      {preview.changed.map((set) => (
        <Section key={set.prompt_set_id} title={sayMove(set)} detail={sayDiff(set.diff)}>
          <div className="space-y-3">
            {set.moved.map(({ id, from }) => (
              <p key={id}>
                <code className="font-mono break-all">{id}</code> comes from <Verbatim>{from}</Verbatim>.
              </p>
            ))}
            <DiffView diff={set.diff} />
          </div>
        </Section>
      ))}
    </div>
  )
}

function Blockers({ preview }: { preview: PublicationPreview }) {
  if (preview.blocked_by.length === 0) return null
  return (
    <ul aria-label="What is missing" className="space-y-2 rounded-md border border-warn bg-warn-wash p-3">
      {preview.blocked_by.map(({ code, message }) => (
        <li key={code + message} className="flex gap-2">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">{message}</span>
        </li>
      ))}
    </ul>
  )
}
