import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { AnvilError } from '@anvil/shared/errors'

const NAMES = ['anvil.config.json', 'anvil.config.mjs']

export interface ConfigFile {
  /** The file's name as it is shown, or undefined where there is none. */
  name: string | undefined
  values: Record<string, unknown>
}

/** Reads the named configuration file, or the first of `anvil.config.{json,mjs}` in the working folder. */
export async function findConfigFile(named: string | undefined): Promise<ConfigFile> {
  for (const name of named === undefined ? NAMES.filter((each) => existsSync(each)) : [named]) {
    const { readConfigFile } = await import('./read-config-file.js')
    const values = await readConfigFile(resolve(name))
    if (values !== undefined) return { name, values }
  }
  if (named === undefined) return { name: undefined, values: {} }
  throw new AnvilError('config.invalid', `There is no configuration file ${named}. Name one that exists.`)
}
