import { Light } from '@anvil/shared/api'
import { CircleCheck, CircleX, Clock, PlugZap, ShieldAlert, Snowflake } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'

const LIGHTS: Record<Light, MarkLook> = {
  current: { tone: 'good', icon: CircleCheck, word: 'Current' },
  behind: { tone: 'warn', icon: Clock, word: 'Behind' },
  frozen: { tone: 'warn', icon: Snowflake, word: 'Frozen' },
  unpinned: { tone: 'warn', icon: ShieldAlert, word: 'Not pinned' },
  failing: { tone: 'bad', icon: CircleX, word: 'Failing' },
  silent: { tone: 'bad', icon: PlugZap, word: 'Silent' },
}

/** How a light looks. */
export const lookOf = (light: Light): MarkLook => LIGHTS[light]

/** The lights that some instances show, the worst first. */
export const shownLights = (counts: Partial<Record<Light, number>>): { light: Light; count: number }[] =>
  Light.options.flatMap((light) => {
    const count = counts[light] ?? 0
    return count > 0 ? [{ light, count }] : []
  })
