import { AnvilError } from '@anvil/shared'
import type { Policy, PolicyCheck } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { MainButton } from '../../components/main-button.js'
import { Problem } from '../../components/problem.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { toasts } from '../../lib/toasts.js'
import { useCheckPolicy, useSetPolicy } from './api.js'
import { PolicyText } from './policy-text.js'

interface PolicyEditorProps {
  projectId: string
  policy: Policy
}

/** The document of a policy, to be tried on the drafts and put in force; a newer one never takes the place of what is written. */
export function PolicyEditor({ projectId, policy }: PolicyEditorProps) {
  const [edited, edit] = useState<{ yaml: string; seen: number }>()
  const { yaml, seen } = edited ?? { yaml: policy.yaml, seen: policy.number }
  const set = useSetPolicy(projectId)
  const check = useCheckPolicy(projectId)
  const forbidden = useWhyNot(projectId)('policy.manage')
  const unchanged = yaml === policy.yaml ? 'It says what is in force already. Change it first.' : undefined
  const save = () =>
    set.mutate(
      { yaml, seen },
      {
        onSuccess: ({ number }) => {
          edit(undefined)
          toasts.say(`Policy ${number} is in force.`)
        },
      },
    )
  const change = (text: string) => {
    edit({ yaml: text, seen })
    set.reset()
    check.reset()
  }
  const error = set.error ?? check.error
  return (
    <div className="space-y-3">
      {edited && edited.seen !== policy.number && (
        <div role="status" className="flex flex-wrap items-center gap-3 text-warn">
          Policy {policy.number} was put in force meanwhile, and your text is kept. The history below has both ends.
          <Button onClick={() => edit({ yaml, seen: policy.number })}>Replace it by mine</Button>
        </div>
      )}
      <PolicyText yaml={yaml} problems={problemsOf(error)} onChange={change} />
      {error && problemsOf(error).length === 0 && <Problem error={error} />}
      <div className="flex flex-wrap gap-2">
        <MainButton because={forbidden ?? unchanged} busy={set.isPending} onClick={save}>
          Put policy {seen + 1} in force
        </MainButton>
        <Button busy={check.isPending} onClick={() => check.mutate(yaml)}>
          Try on the drafts
        </Button>
        {edited && <Button onClick={() => edit(undefined)}>Back to policy {policy.number}</Button>}
      </div>
      <div role="status">{check.data && <Tried check={check.data} />}</div>
    </div>
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
