import { open, readFile } from 'node:fs/promises'
import { AnvilError, parse } from '@anvil/shared'
import type { z } from 'zod'

/** Writes a file that is not there yet, for its owner alone, and durably. Throws `file.unusable`. */
export async function writeNewFile(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw unusable(file, 'written', cause)
  }
}

/** Reads a JSON file of a known form. Throws `file.unusable`, or `key_file.malformed` where it is something else. */
export async function readJsonFile<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unusable(file, 'read', cause)
  })
  return parse(schema, jsonIn(file, text), 'key_file.malformed')
}

function jsonIn(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AnvilError('key_file.malformed', `The file ${file} is not JSON. Was it cut short on its way?`, { cause })
  }
}

function unusable(file: string, what: string, cause: unknown): AnvilError {
  const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
  const why = isThere
    ? 'it is there already, and is not overwritten'
    : cause instanceof Error
      ? cause.message
      : String(cause)
  return new AnvilError('file.unusable', `The file ${file} can't be ${what}: ${why}.`, { cause })
}
