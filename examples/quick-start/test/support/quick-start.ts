import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const PROGRAM = path.join(ROOT, 'examples/quick-start/dist/main.js')

/** The quick start in a process of its own, as built. */
export interface Running {
  child: ChildProcess
  /** What it printed so far. */
  output: () => string
  /** Resolves when a line holds this text; rejects where the process ends before. */
  printed: (text: string) => Promise<void>
  /** How it ended: its exit code, or the signal's name. */
  ended: Promise<number | string>
}

export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-quick-start-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export function startQuickStart(env: Record<string, string>): Running {
  const child = spawn(process.execPath, [PROGRAM], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', DEMO_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const ended = once(child, 'close').then(([code, signal]): number | string => signal ?? code)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      child.emit('line', line)
    })
  const output = (): string => lines.join('\n')
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output().includes(text)) resolve()
      }
      child.on('line', look)
      void ended.then((how) => reject(new Error(`It ended with ${how} before it printed "${text}":\n${output()}`)))
      look()
    })
  return { child, output, printed, ended }
}

/** The address that the output names in this line. */
export function addressIn(output: string, name: string): string {
  return new RegExp(`${name}\\s+(http://[^\\s/]+)`).exec(output)?.[1] ?? ''
}
