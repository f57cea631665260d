import { type Reader, WrongValue } from './readers.js'
import type { ConfigFile } from './find-config-file.js'

interface Found {
  value: unknown
  from: string
}

/** Looks options up in their order (argument, environment, file) and collects every mistake. */
export class OptionFinder {
  readonly mistakes: string[] = []
  readonly #given: Record<string, unknown>
  readonly #env: NodeJS.ProcessEnv
  readonly #file: ConfigFile

  constructor(given: object, env: NodeJS.ProcessEnv, file: ConfigFile) {
    this.#given = { ...given }
    this.#env = env
    this.#file = file
  }

  /** The value of an option, or the fallback; a wrong one is noted and reads as the fallback. */
  take<T>(name: string, env: string, reader: Reader<T>, fallback: T): T {
    const found = this.#find(name, env)
    if (found === undefined) return fallback
    try {
      return reader(found.value)
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error
      this.mistakes.push(`${found.from} ${error.message}`)
      return fallback
    }
  }

  /** Where an option was set, for messages. */
  origin(name: string, env: string): string {
    return this.#find(name, env)?.from ?? `the default of ${name}`
  }

  #find(name: string, env: string): Found | undefined {
    const given = at(this.#given, name)
    if (given !== undefined) return { value: given, from: `the option ${name}` }
    const variable = this.#env[env]
    if (variable !== undefined && variable !== '') return { value: variable, from: env }
    const value = at(this.#file.values, name)
    return value === undefined ? undefined : { value, from: `${name} in ${this.#file.name ?? 'the file'}` }
  }
}

/** Reads `instance.app` as well as `mode`. */
function at(values: Record<string, unknown>, name: string): unknown {
  let found: unknown = values
  for (const part of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = Object.entries(found).find(([key]) => key === part)?.[1]
  }
  return found
}
