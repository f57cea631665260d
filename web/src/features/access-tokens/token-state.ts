import type { AccessToken } from '@anvil/shared/api'
import { CircleCheck, CircleX, Clock } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'

/** How the state of an access token looks. */
export const TOKEN_STATE: Record<AccessToken['state'], MarkLook> = {
  active: { tone: 'good', icon: CircleCheck, word: 'Active' },
  expired: { tone: 'quiet', icon: Clock, word: 'Expired' },
  revoked: { tone: 'quiet', icon: CircleX, word: 'Revoked' },
}
