import type { AnvilStatus } from '../../status.js'
import { EXIT } from '../exit-codes.js'
import { type Output, writeResult } from '../output.js'
import { type ClientFlags, withClient } from '../with-client.js'
import { showMode } from './mode-command.js'

/** `anvil status`: what the folder's processes run, read from the folder and verified. */
export async function statusCommand(flags: ClientFlags, output: Output): Promise<number> {
  const status = await withClient(flags, output, async (client) => client.status())
  writeResult(output, status, linesOf(status))
  return EXIT.ok
}

function linesOf(status: AnvilStatus): string[] {
  const { connection, wanted, cache } = status
  const rows: [string, string][] = [
    ['FORGE', connection.forge_url === null ? '-' : connection.forge_url + (connection.insecure ? ' (insecure)' : '')],
    ['Project', status.project_id],
    ['Environment', status.environment],
    ['Mode', showMode(status)],
    ['Last sync', status.last_sync ?? 'never'],
    ['Version', status.version ?? '-'],
    ['Prompts', String(status.prompts)],
    ['State', status.state],
    ['Age', status.age_ms === null ? '-' : showAge(status.age_ms)],
    ['Trust', status.trust],
    ['Cache', cache.folder ?? 'memory only'],
    ...(wanted ? [['Wanted', `#${wanted.sequence}: anvil sync takes it`] satisfies [string, string]] : []),
  ]
  return rows.map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`)
}

function showAge(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}
