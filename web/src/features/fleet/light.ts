import type { LiveInstance } from '@anvil/shared/api'
import { CircleCheck, CircleX, Clock, PlugZap, ShieldAlert, Snowflake } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'
import { Light } from './fleet-search.js'

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

/** What to say first of an instance: red where it fails or is not heard of, amber where it runs something else, green. */
export function lightOf(instance: LiveInstance): Light {
  if (instance.contact === 'silent') return 'silent'
  if (instance.state === 'ERROR' || instance.trust === 'revoked-key') return 'failing'
  if (instance.mode === 'frozen') return 'frozen'
  if (instance.wanted_sequence !== null && instance.sequence !== instance.wanted_sequence) return 'behind'
  return instance.trust === 'pinned' ? 'current' : 'unpinned'
}

/** How many instances show each light, the worst first; lights that none shows are left out. */
export function countLights(instances: readonly LiveInstance[]): { light: Light; count: number }[] {
  const lights = instances.map(lightOf)
  return Light.options
    .map((light) => ({ light, count: lights.filter((one) => one === light).length }))
    .filter(({ count }) => count > 0)
}
