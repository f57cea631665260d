import { type ImportInput, ImportPlan } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

type Plain = Extract<ImportInput, { format: 'csv' | 'json' | 'files' }>

/** What was read from files, and how it is to be taken. */
export type Import =
  | { format: 'anvil'; content: string }
  | ({ format: 'csv' | 'json'; content: string } & Pick<Plain, 'as' | 'prefix'>)
  | ({ format: 'files'; files: { name: string; text: string }[] } & Pick<Plain, 'as' | 'prefix'>)

interface ImportTarget {
  projectId: string
  promptSetId: string
}

const place = ({ projectId, promptSetId }: ImportTarget): string =>
  `/projects/${projectId}/prompt-sets/${promptSetId}/imports`

/** Asks what an import would do; nothing is changed. */
export function useImportPlan(target: ImportTarget) {
  return useMutation({
    mutationFn: (input: Import) =>
      request(ImportPlan, place(target), { method: 'POST', body: { ...input, dry_run: true } }),
  })
}

/** Imports what was planned, if the prompt set still says what it did then. */
export function useImport(target: ImportTarget) {
  return useMutation({
    mutationFn: ({ input, plan }: { input: Import; plan: ImportPlan }) =>
      request(ImportPlan, place(target), {
        method: 'POST',
        body: input,
        headers: { 'if-match': `"${plan.revision}"` },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', target.projectId, 'prompt-sets'] }),
  })
}
