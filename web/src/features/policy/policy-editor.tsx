import { AnvilError } from '@anvil/shared'
import type { Policy, PolicyCheck } from '@anvil/shared/api'
import { useMemo } from 'react'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { MainButton } from '../../components/main-button.js'
import { Problem } from '../../components/problem.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { toasts } from '../../lib/toasts.js'
import { useCheckPolicy, useSetPolicy } from './api.js'
import { PolicyConflict } from './policy-conflict.js'
import { PolicyText } from './policy-text.js'
import { type PolicyTextDesk, usePolicyText } from './use-policy-text.js'

interface PolicyEditorProps {
  projectId: string
  policy: Policy
}

/** The document of a policy, to be tried on the drafts and put in force; a newer one never takes the place of what is written. */
export function PolicyEditor({ projectId, policy }: PolicyEditorProps) {
  const desk = usePolicyText(projectId, policy)
  const { yaml, seen, conflict } = desk
  const set = useSetPolicy(projectId)
  const check = useCheckPolicy(projectId)
  const forbidden = useWhyNot(projectId)('policy.manage')
  const error = set.error ?? check.error
  const problems = useMemo(() => problemsOf(error), [error])
  const onSuccess = ({ number }: Policy) => {
    desk.saved(yaml, number)
    toasts.say(`Policy ${number} is in force.`)
  }
  const clear = () => {
    if (!set.isPending) set.reset()
    check.reset()
  }
  const change = (text: string) => {
    desk.write(text)
    clear()
  }
  return (
    <div className="space-y-3">
      {forbidden !== undefined && <p className="text-muted">{forbidden}</p>}
      <KeptText desk={desk} />
      {conflict && <PolicyConflict policy={policy} desk={desk} base={conflict.base} onChosen={clear} />}
      <PolicyText yaml={yaml} isReadOnly={forbidden !== undefined} problems={problems} onChange={change} />
      {error && problems.length === 0 && <Problem error={error} />}
      <div className="flex flex-wrap gap-2">
        <MainButton
          because={forbidden ?? whyNotYet(desk, policy)}
          busy={set.isPending}
          onClick={() => set.mutate({ yaml, seen }, { onSuccess })}
        >
          Put policy {policy.number + 1} in force
        </MainButton>
        <Button because={forbidden} busy={check.isPending} onClick={() => check.mutate(yaml)}>
          Try on the drafts
        </Button>
        {desk.isWritten && <Button onClick={desk.takeTheirs}>Back to policy {policy.number}</Button>}
      </div>
      <div role="status">{check.data && <Tried check={check.data} />}</div>
    </div>
  )
}

function whyNotYet({ yaml, conflict }: PolicyTextDesk, policy: Policy): string | undefined {
  if (conflict) return `Choose first what becomes of policy ${policy.number}, which came into force meanwhile.`
  return yaml === policy.yaml ? 'It says what is in force already. Change it first.' : undefined
}

/** Says of a text that was found again, and of one that was set aside. */
function KeptText({ desk: { isFound, aside, bringBack, dismiss } }: { desk: PolicyTextDesk }) {
  return (
    <>
      {isFound && <p role="status">What you wrote and did not put in force was found in this browser.</p>}
      {aside !== null && (
        <div role="status" className="flex flex-wrap items-center gap-2">
          <span>A text of yours is set aside in this browser.</span>
          <Button onClick={bringBack}>Bring it back</Button>
          <CopyButton what="your text" text={aside} />
          <Button look="quiet" onClick={dismiss}>
            Dismiss
          </Button>
        </div>
      )}
    </>
  )
}

function problemsOf(error: unknown): { line: number; problem: string }[] {
  if (!(error instanceof AnvilError) || error.code !== 'policy.malformed') return []
  const { details } = error
  if (typeof details !== 'object' || details === null || !('problems' in details)) return []
  return Array.isArray(details.problems) ? details.problems.flatMap(problemOf) : []
}

function problemOf(given: unknown): { line: number; problem: string }[] {
  if (typeof given !== 'object' || given === null || !('line' in given) || !('problem' in given)) return []
  const path = 'path' in given && typeof given.path === 'string' && given.path !== '' ? `${given.path}: ` : ''
  return typeof given.line === 'number' ? [{ line: given.line, problem: `${path}${String(given.problem)}` }] : []
}

const SHOWN = 20

function Tried({ check: { prompt_sets, blocking } }: { check: PolicyCheck }) {
  const found = prompt_sets.flatMap(({ prompt_set, findings }) => findings.map((finding) => ({ prompt_set, finding })))
  return (
    <>
      <p>
        {found.length === 0
          ? 'It finds nothing in the drafts.'
          : `It finds ${found.length === 1 ? 'one thing' : `${found.length} things`}, of which ${blocking} would block.`}
      </p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        {found.slice(0, SHOWN).map(({ prompt_set, finding }) => (
          <li key={`${prompt_set} ${finding.fingerprint}`} className="break-words">
            <span className="font-mono break-all">
              {prompt_set}/{finding.prompt_id}
            </span>{' '}
            {finding.message}
          </li>
        ))}
        {found.length > SHOWN && <li>And {found.length - SHOWN} more.</li>}
      </ul>
    </>
  )
}
