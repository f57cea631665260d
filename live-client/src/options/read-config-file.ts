import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { AnvilError } from '@anvil/shared/errors'

/** Reads the options that a configuration file holds; undefined where there is none at this path. */
export async function readConfigFile(path: string): Promise<Record<string, unknown> | undefined> {
  const source = await readFile(path, 'utf8').catch((error: unknown) => absent(path, error))
  if (source === undefined) return undefined
  try {
    return toObject(path.endsWith('.json') ? JSON.parse(source) : await importDefault(path))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AnvilError('config.invalid', `The configuration file ${path} can't be read: ${why}`, { cause })
  }
}

function absent(path: string, error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw new AnvilError('config.invalid', `The configuration file ${path} can't be opened. Check its rights.`, {
    cause: error,
  })
}

async function importDefault(path: string): Promise<unknown> {
  const loaded: unknown = await import(pathToFileURL(path).href)
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined
}

function toObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new TypeError('it must hold one object with the options of the client')
}
