import { useSyncExternalStore } from 'react'
import { useSession } from '../../lib/use-session.js'
import { events } from './events.js'
import { editorsOf, sayEditors } from './say-editors.js'

/** Says who else has a prompt of a set open for editing; nothing where nobody has. */
export function useEditors(promptSetId: string): (promptId: string) => string {
  const { editing } = useSyncExternalStore(events.subscribe, events.get)
  const own = useSession()?.user.id
  const editors = editorsOf(editing, promptSetId, own)
  return (promptId) => sayEditors(editors.get(promptId) ?? [])
}
