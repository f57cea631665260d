/** Where a command writes: results to one, messages to the other. */
export interface Output {
  result: (text: string) => void
  message: (text: string) => void
  json: boolean
}

export const SCHEMA_VERSION = 1

export function processOutput(json: boolean): Output {
  return {
    result: (text) => void process.stdout.write(`${text}\n`),
    message: (text) => void process.stderr.write(`${text}\n`),
    json,
  }
}

/** Writes a result: as one JSON object where that was asked for, else as the given lines. */
export function writeResult(output: Output, value: object, lines: readonly string[]): void {
  if (output.json) output.result(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...value }))
  else for (const line of lines) output.result(line)
}
