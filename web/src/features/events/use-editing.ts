import { useEffect } from 'react'
import { events } from './events.js'

/** Tells the others of the project that a prompt is open for editing here, as long as it is. */
export function useEditing({ promptSetId, promptId }: { promptSetId: string; promptId: string }, isEdited: boolean) {
  useEffect(
    () => (isEdited ? events.edit({ prompt_set_id: promptSetId, prompt_id: promptId }) : undefined),
    [isEdited, promptSetId, promptId],
  )
}
