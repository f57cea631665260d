import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import type { ImportFile, ImportInput } from '@anvil/shared/api'
import { isAnvilExport } from '../imports/is-anvil-export.js'
import { isTextFile } from '../imports/read-files.js'

/** What a command was pointed at, in the form an import takes; `skipped` are files that are no text. */
export interface ImportSource {
  given: { format: string; content: string } | { format: 'files'; files: ImportFile[] }
  skipped: string[]
}

/** More than twice of what a locked version may take. */
const MAX_BYTES = 32 * 1024 * 1024
const FORMATS: Readonly<Record<string, ImportInput['format']>> = { '.csv': 'csv', '.json': 'json' }

/** Reads a file, or every text file in a folder and those below it, without following a link. Throws `file.unusable`. */
export async function readImportSource(place: string, format: string | undefined): Promise<ImportSource> {
  const found = await stat(place).catch((cause: unknown) => {
    throw unusable(place, cause instanceof Error ? cause.message : String(cause), cause)
  })
  if (found.isDirectory()) {
    if (format !== undefined && format !== 'files') throw unusable(place, `a folder holds files, not ${format}`)
    return readFolder(place)
  }
  const content = await readText(place, { follow: true, left: MAX_BYTES })
  const name = path.basename(place)
  const known = format ?? formatOf(name, content)
  if (known === undefined) throw unusable(place, 'its name does not tell what it is. Add --format csv, json or files')
  return {
    given: known === 'files' ? { format: known, files: [{ name, text: content }] } : { format: known, content },
    skipped: [],
  }
}

function formatOf(name: string, content: string): ImportInput['format'] | undefined {
  if (isTextFile(name)) return 'files'
  const format = FORMATS[path.extname(name).toLowerCase()]
  return format === 'json' && looksExported(content) ? 'anvil' : format
}

function looksExported(content: string): boolean {
  try {
    return isAnvilExport(JSON.parse(content.replace(/^\uFEFF/, '')))
  } catch {
    return false
  }
}

async function readFolder(folder: string): Promise<ImportSource> {
  const files: ImportFile[] = []
  const { names, skipped } = await listFiles(folder, '')
  let left = MAX_BYTES
  for (const name of names) {
    const text = await readText(path.join(folder, name), { follow: false, left })
    left -= Buffer.byteLength(text)
    files.push({ name, text })
  }
  if (files.length === 0) throw unusable(folder, 'there is no text or Markdown file in it')
  return { given: { format: 'files', files }, skipped }
}

/** The text files of a folder by their names from there, in order; what is hidden stays out. */
async function listFiles(folder: string, below: string): Promise<{ names: string[]; skipped: string[] }> {
  const found: { names: string[]; skipped: string[] } = { names: [], skipped: [] }
  const entries = await readdir(path.join(folder, below), { withFileTypes: true })
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.name.startsWith('.')) continue
    if (entry.isSymbolicLink()) throw unusable(path.join(folder, name), 'it is a link, and links are not followed')
    if (entry.isDirectory()) {
      const inside = await listFiles(folder, name)
      found.names.push(...inside.names)
      found.skipped.push(...inside.skipped)
    } else (isTextFile(name) ? found.names : found.skipped).push(name)
  }
  return found
}

async function readText(file: string, { follow, left }: { follow: boolean; left: number }): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW)
  const handle = await open(file, flags).catch((cause: unknown) => {
    throw unusable(file, cause instanceof Error ? cause.message : String(cause), cause)
  })
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw unusable(file, 'it is no file')
    if (found.size > left) throw unusable(file, `an import takes ${MAX_BYTES} bytes at most, and this is more`)
    const bytes = await handle.readFile()
    if (!isUtf8(bytes)) throw unusable(file, 'it is not UTF-8. Save it as UTF-8')
    return bytes.toString('utf8')
  } finally {
    await handle.close()
  }
}

function unusable(file: string, why: string, cause?: unknown): AnvilError {
  return new AnvilError('file.unusable', `${file} can't be imported: ${why}.`, { cause })
}
