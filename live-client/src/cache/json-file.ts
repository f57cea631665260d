import { readFile } from 'node:fs/promises'
import { writeDurably } from './write-durably.js'

/** Reads a small JSON file; undefined where it is absent, unreadable or not what `check` takes. */
export async function readJsonFile<T>(path: string, check: (value: unknown) => T | undefined): Promise<T | undefined> {
  try {
    return check(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await writeDurably(path, `${JSON.stringify(value)}\n`)
}
