import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const TSX = import.meta.resolve('tsx')
const PROGRAM = fileURLToPath(new URL('terminal-child.ts', import.meta.url))

/** What is shown, and what a person types once it is; null for the end of the input. */
export type Turn = [shown: string, typed: string | null]

/** Runs `anvil` as at a terminal, with somebody who answers in turn; what they saw, and how it ended. */
export async function atTerminal(
  args: string[],
  turns: Turn[],
  { cwd, env = {} }: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<{ code: number | null; screen: string; stdout: string }> {
  const node = ['--conditions=anvil-source', '--import', TSX, PROGRAM, ...args]
  const options = { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env } }
  const child = spawn(process.execPath, node, { ...options, timeout: 60_000, killSignal: 'SIGKILL' })
  const left = [...turns]
  let [screen, seen] = ['', 0]
  child.stderr.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
    const [turn] = left
    if (!turn || !screen.slice(seen).includes(turn[0])) return
    left.shift()
    seen = screen.length
    if (turn[1] === null) child.stdin.end()
    else child.stdin.write(turn[1])
  })
  const [[code], stdout] = await Promise.all([once(child, 'close'), text(child.stdout)])
  if (left.length > 0) throw new Error(`${left.length} turns were never taken. The screen: ${screen}`)
  return { code: typeof code === 'number' ? code : null, screen, stdout }
}
