import { fileURLToPath } from 'node:url'

/** Where the programs are that the tour starts as processes, built or as source. */
export function forgeProgram(): string {
  return fileURLToPath(import.meta.resolve('@anvil/forge').replace(/index\.(\w+)$/, 'main.$1'))
}

export function operatorProgram(): string {
  return fileURLToPath(import.meta.resolve('@anvil/forge').replace(/index\.(\w+)$/, 'cli/main.$1'))
}

export function cliProgram(): string {
  return fileURLToPath(import.meta.resolve('@anvil/live-client').replace(/index\.(\w+)$/, 'cli/main.$1'))
}

export function appProgram(): string {
  return fileURLToPath(import.meta.url.replace(/processes\/programs\.(\w+)$/, 'app/main.$1'))
}
