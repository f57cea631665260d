import { lstat, readFile } from 'node:fs/promises'

/** Reads a file; undefined where there is none, and empty where one is there that can't be read. */
export async function readKept(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    return (await isThere(path)) ? Buffer.alloc(0) : undefined
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
