import type { PromptSetStatus } from '@anvil/shared'
import { useWhyNot } from '../projects/use-why-not.js'

/** Why the draft of a set can't be edited by who is signed in; undefined where it can. */
export function useWhyNoEdit(projectId: string, status: PromptSetStatus | undefined): string | undefined {
  const missing = useWhyNot(projectId)('draft.write')
  return missing ?? (status === 'LOCKED' ? 'The set is locked. Open a new draft first.' : undefined)
}
