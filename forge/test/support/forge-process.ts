import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = path.resolve(import.meta.dirname, '../../dist/main.js')

/** FORGE as a process of its own, as a person starts it. */
export interface ForgeProcess {
  /** All lines of its standard output so far: the log, one JSON object each. */
  log: string[]
  /** Resolves with the text of the first log message that fits; rejects when the process ends without one. */
  said: (text: RegExp) => Promise<string>
  signal: (name: NodeJS.Signals) => void
  /** Resolves when it has ended, with its exit code or signal and what it wrote to standard error. */
  ended: Promise<{ how: number | string; errors: string }>
}

/** Starts FORGE, as built, with exactly these variables; it takes a free port unless told otherwise. */
export function forgeProcess(env: Record<string, string>): ForgeProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => log.push(line))
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => ({
    how: signal ?? code ?? '',
    errors,
  }))
  const said = async (text: RegExp): Promise<string> => {
    const message = (line: string): string => JSON.parse(line).msg
    const early = log.map(message).find((msg) => text.test(msg))
    if (early !== undefined) return early
    return new Promise((resolve, reject) => {
      lines.on('line', (line) => text.test(message(line)) && resolve(message(line)))
      void ended.then(({ how }) => reject(new Error(`FORGE ended with ${how} and did not say ${text}: ${errors}`)))
    })
  }
  return { log, said, signal: (name) => child.kill(name), ended }
}
