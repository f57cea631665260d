import { useSyncExternalStore } from 'react'
import { session } from './forge.js'

/** The session of this browser, as it is now. */
export function useSession() {
  return useSyncExternalStore(session.subscribe, session.get)
}
