import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** Takes the ANVIL_ variables of `.env` in the working folder, as `anvil connect` writes it; those that are set stay. */
export function takeEnvFile(env: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(parseEnv(textOf('.env'))))
    if (name.startsWith('ANVIL_') && value !== undefined) env[name] ??= value
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
