import type { Policy, PromptInput } from '@anvil/shared/api'
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../components/button.js'
import { Verbatim } from '../../components/verbatim.js'
import { MergeRows } from '../prompts/merge-rows.js'
import { useMerging } from '../prompts/use-merging.js'
import type { PolicyTextDesk } from './use-policy-text.js'

interface PolicyConflictProps {
  policy: Policy
  desk: PolicyTextDesk
  /** What both began with. */
  base: string
  /** Called once something was chosen. */
  onChosen: () => void
}

/** Texts are merged as those of prompts are. */
const asText = (template: string): PromptInput => ({ kind: 'text', template, delimiters: null, metadata: {} })
const NOTHING_ELSE: never[] = []

/** The policy that somebody put in force meanwhile, beside what is being written, and the ways on. */
export function PolicyConflict({ policy, desk, base, onChosen }: PolicyConflictProps) {
  const { yaml } = desk
  const sides = useMemo(
    () => ({ mine: asText(yaml), theirs: asText(policy.yaml), base: asText(base) }),
    [yaml, policy.yaml, base],
  )
  const merging = useMerging(sides, NOTHING_ELSE)
  const merged = merging?.merge(sides.mine)
  const replace = (text: string) => {
    desk.replaceTheirs(text)
    onChosen()
  }
  const open = merging && merging.open > 0 ? sayOpen(merging.open) : undefined
  return (
    <section aria-labelledby="policy-conflict" className="rounded-md border border-bad bg-surface p-4">
      <h3 id="policy-conflict" className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-bad" />
        <span className="min-w-0 break-words">
          {policy.created_by ? <Verbatim>{policy.created_by.name}</Verbatim> : 'The operator'} put policy{' '}
          {policy.number} in force while you were writing
        </span>
      </h3>
      <p className="mt-1 mb-3 text-muted">
        Your text is kept. Choose what the document should say; a text of yours that you do not go on with is set aside.
      </p>
      {merging && <MergeRows merging={merging} />}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="main" because={open} onClick={() => merged?.kind === 'text' && replace(merged.template)}>
          Go on with the merged text
        </Button>
        <Button onClick={() => replace(yaml)}>Keep mine</Button>
        <Button
          onClick={() => {
            desk.takeTheirs()
            onChosen()
          }}
        >
          Take theirs
        </Button>
      </div>
    </section>
  )
}

const sayOpen = (count: number): string =>
  `Choose a side for ${count === 1 ? 'one more difference' : `${count} more differences`} first.`
