import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts one of the programs in this folder as a process of its own, from source. */
export function startChild(program: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(fileURLToPath(new URL(program, import.meta.url)), args, {
    execArgv: ['--conditions=anvil-source', '--import', 'tsx'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Waits for the next message of a child; fails with its stderr when it ends first. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new AbortController()
  const message = once(child, 'message', { signal: ended.signal })
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`The child ended with ${String(code)}: ${said}`)
  })
  try {
    return (await Promise.race([message, exit]))[0]
  } finally {
    ended.abort()
    exit.catch(() => undefined)
    message.catch(() => undefined)
  }
}
