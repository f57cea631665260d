import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const FROM_SOURCE = ['--conditions=anvil-source', '--import', 'tsx']

/** Starts one of the programs in this folder as a process of its own, from source. */
export function startChild(program: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(fileURLToPath(new URL(program, import.meta.url)), args, {
    execArgv: FROM_SOURCE,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** The same where no file may grow beyond some blocks of 512 bytes: writing fails as on a full disk. */
export function startOnFullDisk(program: string, args: string[], from: { blocks: number; env: NodeJS.ProcessEnv }) {
  const node = [process.execPath, ...FROM_SOURCE, fileURLToPath(new URL(program, import.meta.url)), ...args]
  return spawn('sh', ['-c', `ulimit -f ${from.blocks}; exec "$@"`, 'sh', ...node], {
    env: { ...process.env, ...from.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** The same as somebody else than who owns the files of this test: only for root there is one to be. */
export function startAsStranger(program: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  return fork(fileURLToPath(new URL(program, import.meta.url)), args, {
    execArgv: FROM_SOURCE,
    env: { ...process.env, HOME: '/', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...stranger,
  })
}

/** Runs one of the programs in this folder until it ends by itself; fails when it is still there after half a minute. */
export function runToEnd(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; said: string; erred: string }> {
  const node = [...FROM_SOURCE, fileURLToPath(new URL(program, import.meta.url)), ...args]
  const options = { env: { ...process.env, ...env }, timeout: 25_000, killSignal: 'SIGKILL' as const }
  return new Promise((resolve) => {
    execFile(process.execPath, node, options, (error, said, erred) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0
      resolve({ code, said, erred })
    })
  })
}

/** Waits for the next message of a child; fails with its stderr when it ends first. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  let said = ''
  const hear = (chunk: Buffer): void => void (said += chunk.toString())
  child.stderr?.on('data', hear)
  const ended = new AbortController()
  const message = once(child, 'message', { signal: ended.signal })
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`The child ended with ${String(code)}: ${said}`)
  })
  try {
    return (await Promise.race([message, exit]))[0]
  } finally {
    ended.abort()
    child.stderr?.off('data', hear)
    exit.catch(() => undefined)
    message.catch(() => undefined)
  }
}

/** Asks a child that runs `run-child.ts` to serve for what it renders or for its status. */
export async function ask(child: ChildProcess, what: 'prompt' | 'status'): Promise<unknown> {
  const answer = nextMessage(child)
  child.send(what)
  return answer
}

/** Asks such a child until it renders the text. */
export async function until(child: ChildProcess, text: string): Promise<void> {
  while ((await ask(child, 'prompt')) !== text);
}

/** Kills a child, unless it has ended, and waits for its end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
