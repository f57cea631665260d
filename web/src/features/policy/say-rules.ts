import { isolate } from '@anvil/shared'
import type { RuleName } from '@anvil/shared/policy'

const SHOWN = 5

/** The name of a rule as people say it. */
export function sayRule(rule: RuleName): string {
  const words = rule.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** The settings of a rule beside its level, in a line. */
export function saySettings(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .filter(([name]) => name !== 'level')
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${isAll(name, value) ? 'all' : sayValue(value)}`)
    .join(' · ')
}

/** Where no environment is named, each is judged. */
const isAll = (name: string, value: unknown): boolean =>
  name === 'environments' && Array.isArray(value) && value.length === 0

function sayValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (!Array.isArray(value)) return typeof value === 'number' ? value.toLocaleString('en-GB') : String(value)
  if (value.length === 0) return 'none'
  const more = value.length > SHOWN ? ` and ${value.length - SHOWN} more` : ''
  return `${value
    .slice(0, SHOWN)
    .map((one) => isolate(String(one)))
    .join(', ')}${more}`
}
