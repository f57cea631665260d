import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'

/** The release of PostgreSQL whose files the embedded database reads and writes. */
const EMBEDDED_VERSION = '18'

/**
 * Sees to it that the folder holds a whole database of the release that is embedded, before anything opens it: the
 * embedded database would make a new one over files that it does not recognise. A new one is made beside it and put in
 * place when it is whole, so a first start that was killed leaves nothing behind that could be taken for a database.
 */
export async function prepareFolder(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  const files = await listFiles(folder)
  if (files.length > 0) return checkVersion(folder)
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await make(draft).catch((cause: unknown) => {
    if (cause instanceof AnvilError) throw cause
    throw new AnvilError(
      'data_folder.unusable',
      `No database could be made in ${folder}. Check that there is 100 MB of free space and the right to write.`,
      { cause },
    )
  })
  await rmdir(folder).catch(ignoreMissing)
  await rename(draft, folder)
}

/** What to say of a folder that holds no database that can be opened. */
export function damagedFolder(folder: string, cause: unknown): AnvilError {
  return new AnvilError(
    'data_folder.damaged',
    `The database in ${folder} is damaged and can't be opened. Restore it from a backup, or set ANVIL_DATA_DIR to another folder. Nothing in it was changed.`,
    { cause },
  )
}

async function checkVersion(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch((cause: unknown) => {
    throw damagedFolder(folder, cause)
  })
  const version = text.trim()
  if (!/^\d+$/.test(version)) throw damagedFolder(folder, `PG_VERSION says ${JSON.stringify(version)}`)
  if (version === EMBEDDED_VERSION) return
  throw new AnvilError(
    'data_folder.wrong_version',
    `The database in ${folder} was made by PostgreSQL ${version}, and this FORGE embeds ${EMBEDDED_VERSION}. Start it with the release of Anvil that made it, or set ANVIL_DATA_DIR to another folder.`,
  )
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw damagedFolder(folder, error)
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
