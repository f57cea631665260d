import type { DeliveryState } from '@anvil/shared/api'
import { CircleCheck, CircleX, Clock, PlugZap, Send, Snowflake, Undo2 } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'

const LOOKS: Record<DeliveryState, MarkLook> = {
  queued: { tone: 'quiet', icon: Clock, word: 'Queued' },
  sent: { tone: 'quiet', icon: Send, word: 'Sent' },
  applied: { tone: 'good', icon: CircleCheck, word: 'Applied' },
  current: { tone: 'good', icon: CircleCheck, word: 'Already current' },
  frozen: { tone: 'warn', icon: Snowflake, word: 'Frozen' },
  rolled_back: { tone: 'warn', icon: Undo2, word: 'Went back by itself' },
  rejected: { tone: 'bad', icon: CircleX, word: 'Rejected' },
  unreachable: { tone: 'bad', icon: PlugZap, word: 'Unreachable' },
  behind: { tone: 'warn', icon: Clock, word: 'Behind' },
}

/** How the state of a delivery looks. */
export const deliveryLook = (state: DeliveryState): MarkLook => LOOKS[state]
