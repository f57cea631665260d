import { writeDurably } from './write-durably.js'

/** Replaces a small JSON file durably. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await writeDurably(path, `${JSON.stringify(value)}\n`)
}
