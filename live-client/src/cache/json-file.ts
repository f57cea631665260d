import { readFile } from 'node:fs/promises'

type Check<T> = (value: unknown) => T | undefined

/** Reads a small JSON file; undefined where it is absent, unreadable or not what `check` takes. */
export async function readJsonFile<T>(path: string, check: Check<T>): Promise<T | undefined> {
  const file = await readFile(path).catch(() => undefined)
  return file && readJson(file, check)
}

/** Reads JSON; undefined where it is none, or not what `check` takes. */
export function readJson<T>(bytes: Buffer, check: Check<T>): T | undefined {
  try {
    return check(JSON.parse(bytes.toString()))
  } catch {
    return undefined
  }
}
