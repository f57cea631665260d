import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '@anvil/shared/make-folder'
import { acquireLock } from './exclusive-lock.js'
import type { FolderPaths } from './folder-paths.js'

const MAX_SLOTS = 256

export interface HeldInstanceId {
  id: string
  release(): Promise<void>
}

/** A process's name: the folder's own, and the lowest number that no other process of the folder has. */
export async function holdInstanceId(paths: FolderPaths): Promise<HeldInstanceId> {
  const folderId = await folderIdOf(paths.instanceId)
  for (let slot = 0; slot < MAX_SLOTS; slot += 1) {
    const held = await acquireLock(join(paths.slots, String(slot)), { waitMs: 0, threadStaleMs: Infinity })
    if (held) return { id: `${folderId}-${slot}`, release: () => held.release() }
  }
  return { id: `${folderId}-${randomBytes(4).toString('hex')}`, release: async () => undefined }
}

async function folderIdOf(path: string): Promise<string> {
  const known = await readId(path)
  if (known !== undefined) return known
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  await makeFolder(dirname(path))
  await writeFile(temporary, randomBytes(12).toString('hex'))
  await link(temporary, path).catch(() => undefined)
  const mine = await readId(path)
  await rm(temporary, { force: true })
  if (mine === undefined) throw new Error(`${path} can't be written`)
  return mine
}

async function readId(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^[0-9a-f]{24}$/.test(text) ? text : undefined
}
