import type { ImportPlan } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { type Import, useImport } from './api.js'

interface ImportActionProps {
  target: { projectId: string; promptSetId: string }
  input: Import
  plan: ImportPlan
  /** Why nothing can be imported at all. */
  because: string | undefined
}

/** Says yes to a plan, in its numbers; then shows the prompt set. */
export function ImportAction({ target, input, plan, because }: ImportActionProps) {
  const run = useImport(target)
  const navigate = useNavigate()
  const { create, change } = plan.counts
  const onSuccess = () => {
    toasts.say(`${sayPrompts(create + change)} imported.`)
    void navigate({ to: '/projects/$projectId/prompts/$promptSetId', params: target })
  }
  const submit = () => run.mutate({ input, plan }, { onSuccess })
  return (
    <div className="space-y-3">
      <Button look="main" busy={run.isPending} because={because ?? whyNot(plan)} onClick={submit}>
        Import {sayPrompts(create + change)}
      </Button>
      {run.error && <Problem error={run.error} />}
    </div>
  )
}

const sayPrompts = (count: number): string => `${count} ${count === 1 ? 'prompt' : 'prompts'}`

function whyNot({ counts }: ImportPlan): string | undefined {
  if (counts.refuse > 0)
    return `${counts.refuse} can’t be imported, and an import takes all or none. Mend the file, and choose it again.`
  if (counts.create + counts.change === 0) return 'The prompt set says all of this already.'
  return undefined
}
