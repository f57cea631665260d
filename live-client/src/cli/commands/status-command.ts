import type { AnvilStatus } from '../../status.js'
import { EXIT } from '@anvil/shared/exit-codes'
import { type Output, writeResult } from '../output.js'
import { type ClientFlags, withClient } from '../with-client.js'
import { showMode } from './mode-command.js'

/** `anvil status`: what the folder's processes run, read from the folder and verified. */
export async function statusCommand(flags: ClientFlags, output: Output): Promise<number> {
  const status = await withClient(flags, output, async (client) => client.status())
  writeResult(output, status, statusLines(status))
  return EXIT.ok
}

/** The status as people read it. */
export function statusLines(status: AnvilStatus): string[] {
  const { connection, wanted, cache } = status
  const rows: [string, string][] = [
    ['FORGE', connection.forge_url === null ? '-' : connection.forge_url + (connection.insecure ? ' (insecure)' : '')],
    ['Project', status.project_id],
    ['Environment', status.environment],
    ['Mode', showMode(status)],
    ['Last sync', status.last_sync ?? 'never'],
    ['Version', status.version ?? '-'],
    ...setsOf(status),
    ['Prompts', String(status.prompts)],
    ['State', status.state],
    ['Age', status.age_ms === null ? '-' : showAge(status.age_ms)],
    ['Trust', status.trust],
    ['Cache', cache.folder ?? 'memory only'],
    ...(wanted ? [['Wanted', `#${wanted.sequence}: anvil sync takes it`] satisfies [string, string]] : []),
  ]
  const next = nextOf(status)
  if (cache.problem !== null) rows.push(['Problem', cache.problem])
  if (next !== undefined) rows.push(['Next', next])
  return rows.map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`)
}

/** The version of each set, where there is more than the one that the line before names. */
function setsOf({ versions }: AnvilStatus): [string, string][] {
  const sets = Object.entries(versions)
  return sets.length > 1 ? sets.map(([name, version]) => ['Set', `${name} ${version}`]) : []
}

/** What to do where not everything is well. */
function nextOf({ state, connection, mode }: AnvilStatus): string | undefined {
  if (state === 'READY') return undefined
  if (connection.forge_url === null)
    return 'set ANVIL_FORGE_URL and ANVIL_ACCESS_TOKEN and run anvil sync, or anvil sync --file <file>'
  const byHand = mode === 'frozen' ? '; frozen applications take nothing else' : ''
  return state === 'NOT_READY'
    ? `run anvil sync to take the first prompts${byHand}`
    : `run anvil sync: nothing has confirmed lately that this is the newest${byHand}`
}

function showAge(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}
