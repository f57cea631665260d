import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FolderPaths } from './folder-paths.js'

/** Puts aside all that was learnt from a FORGE; the mode, which a person set here, stays. */
export async function discardState(paths: FolderPaths): Promise<void> {
  await rm(paths.discarded, { recursive: true, force: true })
  await mkdir(paths.discarded)
  const { lastGood, database, saving, highest, synced, pin, contact } = paths
  for (const path of [lastGood, database, saving, highest, synced, pin, contact])
    await rename(path, join(paths.discarded, basename(path))).catch(ignoreAbsent)
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
