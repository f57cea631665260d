import type { Draft, JudgedFinding } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Ban, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Verbatim } from '../../components/verbatim.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { PromptLink } from '../prompts/prompt-link.js'
import { AskWaiver } from './ask-waiver.js'
import { checksQuery } from './api.js'
import { currentFindings, type FindingState, sayWaiver, stateOf } from './say-waiver.js'
import { WaiverButtons } from './waiver-buttons.js'

const SHOWN = 100
const LOOKS: Record<FindingState, { icon: typeof Ban; tone: string; word: string }> = {
  blocks: { icon: Ban, tone: 'text-bad', word: 'Blocks' },
  waived: { icon: ShieldCheck, tone: 'text-good', word: 'Waived' },
  warns: { icon: TriangleAlert, tone: 'text-warn', word: 'Warning' },
}

/** What the policy finds in a draft, and how the waivers stand. */
export function FindingList({ draft }: { draft: Draft }) {
  const { project_id: projectId, id: promptSetId } = draft.prompt_set
  const { data: checks } = useQuery(checksQuery({ projectId, promptSetId }))
  const [asking, ask] = useState<JudgedFinding>()
  const findings = currentFindings(
    draft.findings.filter(({ rule }) => rule !== 'lint'),
    checks?.findings,
  )
  if (findings.length === 0) return null
  return (
    <>
      <ul aria-label="Found by the policy" className="space-y-3">
        {findings.slice(0, SHOWN).map((finding) => (
          <Line key={finding.fingerprint} draft={draft} finding={finding} onAsk={() => ask(finding)} />
        ))}
        {findings.length > SHOWN && <li>And {findings.length - SHOWN} more.</li>}
      </ul>
      {asking && <AskWaiver promptSet={{ projectId, promptSetId }} finding={asking} onClose={() => ask(undefined)} />}
    </>
  )
}

interface LineProps {
  draft: Draft
  finding: JudgedFinding
  onAsk: () => void
}

function Line({ draft, finding, onAsk }: LineProps) {
  const { icon: Icon, tone, word } = LOOKS[stateOf(finding)]
  const { waiver } = finding
  const because = useWhyNot(draft.prompt_set.project_id)('review.request')
  const isOpen = waiver?.state === 'waiting' || waiver?.state === 'given'
  return (
    <li className="flex gap-2">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 space-y-1 break-words">
        <p>
          <span className={tone}>{word}</span>: <PromptLink promptKey={keyOf(draft, finding.prompt_id)} />{' '}
          {finding.message}
        </p>
        {waiver && (
          <p className="text-muted">
            {sayWaiver(waiver)}: <Verbatim>{waiver.reason}</Verbatim>
          </p>
        )}
        {isOpen && <WaiverButtons draft={draft} waiver={waiver} />}
        {!isOpen && finding.level === 'block' && (
          <Button
            because={because}
            onClick={onAsk}
            aria-label={`Ask for a waiver: ${finding.prompt_id}, ${finding.rule}`}
          >
            Ask for a waiver …
          </Button>
        )}
      </div>
    </li>
  )
}

function keyOf({ prompt_set: { id, project_id } }: Draft, promptId: string) {
  return { projectId: project_id, promptSetId: id, promptId }
}
