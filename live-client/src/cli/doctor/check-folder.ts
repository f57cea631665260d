import { constants } from 'node:fs'
import { access, mkdir, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ClientCore } from '../../client-core.js'
import { type Finding, ok, warning, wrong } from './finding.js'

const LITTLE_BYTES = 64 * 1024 * 1024

/** Whether the cache folder can be used, and whether what it holds is whole. */
export async function checkFolder(core: ClientCore, warnings: readonly string[]): Promise<Finding[]> {
  const { cacheDir } = core.settings
  if (cacheDir === false)
    return [warning('folder', 'state is kept in memory only', 'Set ANVIL_CACHE_DIR, so that a restart needs no FORGE.')]
  const folder = resolve(cacheDir)
  return [await usable(folder), ...(await space(folder)), ...whole(core, warnings)]
}

async function usable(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok('folder', `${folder} can be written`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return wrong(
      'folder',
      `${folder} can't be written: ${why}`,
      'Give its rights to this user, or set ANVIL_CACHE_DIR.',
    )
  }
}

async function space(folder: string): Promise<Finding[]> {
  const disk = await statfs(folder).catch(() => undefined)
  if (!disk) return []
  const free = disk.bavail * disk.bsize
  const shown = `${Math.floor(free / 1024 / 1024)} MB are free for ${folder}`
  return [
    free < LITTLE_BYTES
      ? wrong('disk', shown, 'Free some space: a full disk keeps updates out of the folder.')
      : ok('disk', shown),
  ]
}

/** A client warns at its start of what is damaged or held; here it is a finding. */
function whole(core: ClientCore, warnings: readonly string[]): Finding[] {
  const { problem } = core.keeper
  if (problem !== null)
    return [wrong('cache', problem, 'Stop what holds it, or mend the folder; anvil sync fills it again.')]
  const damage = warnings.find((line) => /damaged|another FORGE/.test(line))
  if (damage !== undefined) return [wrong('cache', damage, 'Run anvil sync: it writes the folder anew.')]
  const { prompts } = core.status()
  return [
    prompts > 0 ? ok('cache', `${prompts} prompts, verified`) : warning('cache', 'no prompts yet', 'Run anvil sync.'),
  ]
}
