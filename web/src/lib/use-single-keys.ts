import { useSyncExternalStore } from 'react'
import { singleKeys } from './single-keys.js'

/** Whether single keys are on, as it is now. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(singleKeys.subscribe, singleKeys.areOn)
}
