import type { CliHost } from './cli-host.js'

export const SCHEMA_VERSION = 1

/** The options that every command takes. */
export interface CommonFlags {
  json?: boolean
}

/** Writes a result: as one JSON object where that was asked for, else as the given lines. */
export function writeResult(host: CliHost, flags: CommonFlags, value: object, lines: readonly string[]): void {
  if (flags.json === true) host.result(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...value })}\n`)
  else for (const line of lines) host.result(`${line}\n`)
}
