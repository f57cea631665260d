import type { SyncState } from '@anvil/shared/api'
import { CircleHelp, Clock } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'
import { deliveryLook } from '../publications/delivery-look.js'

/** How the answer of an instance looks that was asked to sync. */
export function syncLook(state: SyncState): MarkLook {
  if (state === 'asked' || state === 'told') return { tone: 'quiet', icon: Clock, word: 'Asked' }
  if (state === 'unanswered') return { tone: 'bad', icon: CircleHelp, word: 'No answer' }
  return deliveryLook(state)
}
