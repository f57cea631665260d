import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../components/problem.js'
import { Skeleton } from '../../components/skeleton.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { type Import, useImportPlan } from './api.js'
import { FilePicker } from './file-picker.js'
import { ImportAction } from './import-action.js'
import { PlanRows } from './plan-rows.js'
import { readFiles, type Source } from './read-files.js'
import { type Taking, TakingFields } from './taking-fields.js'

/** Files are chosen, FORGE says what it would do with them, and a person says yes. */
export function ImportDesk({ projectId, promptSetId }: { projectId: string; promptSetId: string }) {
  const because = useWhyNot(projectId)('draft.write')
  const [taking, setTaking] = useState<Taking>({ as: 'literal', prefix: '' })
  const [source, setSource] = useState<Source>()
  const plan = useImportPlan({ projectId, promptSetId })
  const read = useMutation({
    mutationFn: readFiles,
    onMutate: () => plan.reset(),
    onSuccess: (found) => {
      setSource(found)
      plan.mutate(inputOf(found, taking))
    },
  })
  const change = (next: Taking) => {
    setTaking(next)
    if (source) plan.mutate(inputOf(source, next))
  }
  const planned = plan.variables && 'prefix' in plan.variables ? plan.variables.prefix : undefined
  const leavePrefix = () => {
    if (taking.prefix.trim() !== (planned ?? '')) change(taking)
  }
  const input = source && inputOf(source, taking)
  return (
    <div className="space-y-5">
      <TakingFields taking={taking} onChange={change} onType={setTaking} onLeave={leavePrefix} />
      <FilePicker because={because} isNext={plan.data === undefined} onPick={(files) => read.mutate(files)} />
      {(read.isPending || plan.isPending) && <Skeleton lines={4} />}
      {read.error && <Problem error={read.error} />}
      {plan.error && <Problem error={plan.error} />}
      {plan.data && input && (
        <>
          <ImportAction because={because} target={{ projectId, promptSetId }} input={input} plan={plan.data} />
          <PlanRows plan={plan.data} />
        </>
      )}
    </div>
  )
}

function inputOf(source: Source, { as, prefix }: Taking): Import {
  if (source.format === 'anvil') return { format: 'anvil', content: source.content }
  const ways = { as, ...(prefix.trim() === '' ? {} : { prefix: prefix.trim() }) }
  if (source.format === 'files') return { format: 'files', files: source.files, ...ways }
  return { format: source.format, content: source.content, ...ways }
}
