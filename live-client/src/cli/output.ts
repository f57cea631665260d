/** Where a command writes: results to one, messages to the other. */
export interface Output {
  result: (text: string) => void
  message: (text: string) => void
  /** A result as it is, without a newline of its own. */
  raw: (text: string) => void
  json: boolean
  /** How wide the terminal is that shows results; undefined where they go elsewhere. */
  columns: number | undefined
}

export const SCHEMA_VERSION = 1

export function processOutput(json: boolean): Output {
  return {
    result: (text) => void process.stdout.write(`${text}\n`),
    message: (text) => void process.stderr.write(`${text}\n`),
    raw: (text) => void process.stdout.write(text),
    json,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  }
}

/** Writes a result: as one JSON object where that was asked for, else as the given lines. */
export function writeResult(output: Output, value: object, lines: readonly string[]): void {
  if (output.json) output.result(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...value }))
  else for (const line of lines) output.result(line)
}
