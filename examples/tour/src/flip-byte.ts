import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const LAST_GOOD = 'last-good.anvil'

/** Flips one bit in the middle of a prompt's text in `last-good.anvil`; answers the file's name. */
export async function flipByte(cacheDir: string): Promise<string> {
  const file = (await filesBelow(cacheDir)).find((name) => path.basename(name) === LAST_GOOD)
  if (file === undefined) throw new Error(`There is no ${LAST_GOOD} in the cache`)
  return flipIn(file)
}

/** The same in the file of the LevelDB database that holds the text. */
export async function flipByteInDatabase(cacheDir: string): Promise<string> {
  const files = (await filesBelow(cacheDir)).filter((name) => /\.(log|ldb)$/.test(name))
  for (const file of files) if ((await readFile(file)).includes(MARK)) return flipIn(file)
  throw new Error('No file of the database holds the text')
}

const MARK = 'is ready for you'

async function flipIn(file: string): Promise<string> {
  const bytes = await readFile(file)
  const at = bytes.lastIndexOf(MARK)
  if (at < 0) throw new Error(`${path.basename(file)} does not hold the text`)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(file, bytes)
  return path.basename(file)
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
