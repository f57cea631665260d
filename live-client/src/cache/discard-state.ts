import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FolderPaths } from './folder-paths.js'

/** Puts aside all that was learnt from a FORGE; the mode, which a person set here, stays. */
export async function discardState(paths: FolderPaths): Promise<void> {
  await rm(paths.discarded, { recursive: true, force: true })
  await mkdir(paths.discarded)
  for (const path of [paths.lastGood, paths.database, paths.highest, paths.synced, paths.pin, paths.contact])
    await rename(path, join(paths.discarded, basename(path))).catch(ignoreAbsent)
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
