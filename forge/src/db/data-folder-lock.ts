import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { Level } from 'level'
import { makeFolder } from '@anvil/shared/make-folder'

const LOCK = 'lock'

const held = new Set<string>()

/**
 * Takes the data folder for this process alone, or throws `data_folder.in_use`. The operating system releases it with
 * the process: it is the file lock that LevelDB holds on an empty database of its own inside the folder.
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const folder = await openFolder(dataDir)
  if (held.has(folder)) throw inUse(folder)
  held.add(folder)
  const lock = new Level(path.join(folder, LOCK))
  try {
    await lock.open()
  } catch (cause) {
    held.delete(folder)
    throw isLocked(cause) ? inUse(folder) : unusable(folder, cause)
  }
  return async () => {
    await lock.close()
    held.delete(folder)
  }
}

async function openFolder(dataDir: string): Promise<string> {
  try {
    await makeFolder(path.join(dataDir, LOCK))
    return await realpath(dataDir)
  } catch (cause) {
    throw unusable(dataDir, cause)
  }
}

function isLocked(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.cause instanceof Error &&
    'code' in error.cause &&
    error.cause.code === 'LEVEL_LOCKED'
  )
}

function unusable(folder: string, cause: unknown): AnvilError {
  return new AnvilError(
    'data_folder.unusable',
    `The data folder ${folder} can't be used: ${reasonOf(cause)}. Check its rights and free space, or set ANVIL_DATA_DIR to another folder.`,
    { cause },
  )
}

/** What the system said: LevelDB wraps it in an error of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

function inUse(folder: string): AnvilError {
  return new AnvilError(
    'data_folder.in_use',
    `Another FORGE uses the data folder ${folder}. Stop it, or set ANVIL_DATA_DIR to another folder.`,
  )
}
