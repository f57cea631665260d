import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder for its owner only, and those above it. Unlike `mkdir` with `recursive`, it ends where a folder that is
 * there takes no new ones and says ENOENT, as /proc does: Node tries that one again for ever.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  const above = path.dirname(folder)
  if (above !== folder) await makeFolder(above)
  await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error
  })
}

function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (there) => there.isDirectory(),
    () => false,
  )
}
